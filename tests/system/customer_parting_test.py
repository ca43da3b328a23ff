"""Undoing a merge gives back what it took, whatever was decided meanwhile; what was decided to be two is not merged by oversight."""

import itertools

import pytest
from harness.client import CallError
from harness.company import file_lead, found_company, verdict

numbers = itertools.count(1)
REJECTED, TRANSFERRED, SHARED = "CONFLICT_REJECTED", "CONFLICT_TRANSFERRED", "CONFLICT_SHARED"
HELD, LOST, RELEASED, IN_POOL = 2, 4, 5, 7


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def new_name():
    return f"第{next(numbers)}燃气公司"


def merge(operator, survivor, merged, **fields):
    return operator.call("LeadIntake/MergeCustomers", {"survivor_id": survivor, "merged_id": merged, "reason": "同一单位"} | fields)


def unmerge(operator, merged):
    return operator.call("LeadIntake/UnmergeCustomers", {"merged_id": merged, "reason": "误合并"})


def look(client, lead_id):
    return client.call("LeadIntake/GetLead", {"lead_id": lead_id}).lead


def conflicts(people, manager="R1"):
    return people[manager].call("LeadIntake/ListConflicts", {"limit": 200}).conflicts


def conflict_of(people, lead_id):
    return next(c for c in conflicts(people) if c.lead_id == lead_id)


def decide(people, manager, conflict, outcome, parts=()):
    return people[manager].call("LeadIntake/DecideConflict", {
        "conflict_id": conflict.conflict_id, "outcome": outcome, "reason": "裁决",
        "parts": [{"dealer_code": dealer, "credit_ppm": ppm} for dealer, ppm in parts]})


def appeal(people, dealer, conflict):
    people[dealer].call("LeadIntake/AppealConflict", {"conflict_id": conflict.conflict_id, "reason": "不服"})


class Clash:
    """Two customers, each held by a dealer, are one: the earlier hold stays, the later gives way, a conflict."""

    def __init__(self, people, operator):
        self.people, self.operator = people, operator
        self.names = {"D1": new_name(), "D2": new_name()}
        self.leads = {dealer: file_lead(people[dealer], dealer, name, quantity=7) for dealer, name in self.names.items()}
        merge(operator, self.leads["D1"].customer_id, self.leads["D2"].customer_id)
        self.conflict = conflict_of(people, self.leads["D1"].lead_id)
        assert self.conflict.claim_lead_id == self.leads["D2"].lead_id

    def lead(self, dealer):
        return look(self.people[dealer], self.leads[dealer].lead_id)

    def states(self):
        return self.lead("D1").state, self.lead("D2").state

    def part(self):
        return unmerge(self.operator, self.leads["D2"].customer_id)

    def is_as_before(self):
        assert self.states() == (HELD, HELD)
        for dealer, filed in self.leads.items():
            lead = self.lead(dealer)
            assert (lead.protected_until_unix_ms, lead.customer_id) == (filed.protected_until_unix_ms, filed.customer_id), dealer
        assert self.conflict.conflict_id not in [c.conflict_id for c in conflicts(self.people)]


@pytest.fixture
def clash(people, operator):
    return Clash(people, operator)


def test_a_hold_that_the_merges_conflict_transferred_goes_back_to_its_holder(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    assert clash.states() == (RELEASED, HELD)
    parted = clash.part()
    assert sorted(parted.restored_lead_ids) == sorted(l.lead_id for l in clash.leads.values())
    assert (list(parted.withdrawn_conflict_ids), len(parted.not_returned)) == ([clash.conflict.conflict_id], 0)
    clash.is_as_before()


def test_the_same_after_an_appeal_that_gave_it_back_to_the_first(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    appeal(people, "D1", clash.conflict)
    decide(people, "R1", clash.conflict, REJECTED)
    assert clash.states() == (HELD, RELEASED)
    clash.part()
    clash.is_as_before()


def test_a_claim_that_was_rejected_is_held_again(people, clash):
    decide(people, "A1", clash.conflict, REJECTED)
    clash.part()
    clash.is_as_before()


def test_a_conflict_of_a_merge_that_is_undone_can_be_decided_and_appealed_no_more(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    clash.part()
    for call in (lambda: appeal(people, "D1", clash.conflict), lambda: decide(people, "R1", clash.conflict, REJECTED)):
        with pytest.raises(CallError) as refused:
            call()
        assert refused.value.code == "NOT_FOUND"


def credits_of(deployment, lead_id):
    return deployment.cluster.query("SELECT credit_unit_ids, credit_ppm FROM lead_intake.lead WHERE lead_id = %s", lead_id)[0]


def told_shares(deployment, lead_id):
    from remuda.event.v1 import lead_events_pb2 as events
    told = [events.LeadShared.FromString(bytes(row[0])) for row in deployment.cluster.query(
        "SELECT payload FROM event_log.event WHERE type = 'remuda.event.v1.LeadShared' ORDER BY position")]
    return [[(part.unit_id, part.credit_ppm) for part in event.parts] for event in told if event.lead_id == lead_id]


def test_a_lead_that_the_merges_conflict_shared_is_its_holders_alone_again_and_told(people, deployment, clash):
    lead = clash.lead("D1")
    decide(people, "A1", clash.conflict, SHARED, [("D1", 700000), ("D2", 300000)])
    clash.part()
    clash.is_as_before()
    assert credits_of(deployment, lead.lead_id) == (None, None)
    shared, alone = told_shares(deployment, lead.lead_id)
    assert sorted(ppm for _, ppm in shared) == [300000, 700000] and alone == [(lead.dealer_unit_id, 1000000)]


def test_a_sharing_of_before_the_merge_stands_again_when_the_merges_conflict_shared_anew(people, operator, deployment):
    name = new_name()
    held = file_lead(people["D1"], "D1", name)
    file_lead(people["D3"], "D3", name)
    decide(people, "R1", conflict_of(people, held.lead_id), SHARED, [("D1", 600000), ("D3", 400000)])
    shared = credits_of(deployment, held.lead_id)
    other = file_lead(people["D2"], "D2", new_name())
    merge(operator, held.customer_id, other.customer_id)
    claim = next(c for c in conflicts(people) if c.claim_lead_id == other.lead_id)
    decide(people, "A1", claim, SHARED, [("D1", 500000), ("D2", 500000)])
    assert credits_of(deployment, held.lead_id) != shared
    unmerge(operator, other.customer_id)
    assert credits_of(deployment, held.lead_id) == shared
    first, anew, again = told_shares(deployment, held.lead_id)
    assert first == again != anew


def test_a_sharing_stands_again_when_a_later_one_is_undone_on_appeal(people, deployment):
    name = new_name()
    held = file_lead(people["D1"], "D1", name)
    file_lead(people["D3"], "D3", name)
    decide(people, "R1", conflict_of(people, held.lead_id), SHARED, [("D1", 600000), ("D3", 400000)])
    shared = credits_of(deployment, held.lead_id)
    file_lead(people["D2"], "D2", name)
    claim = conflict_of(people, held.lead_id)
    decide(people, "A1", claim, SHARED, [("D1", 500000), ("D2", 500000)])
    appeal(people, "D1", claim)
    decide(people, "R1", claim, REJECTED)
    assert credits_of(deployment, held.lead_id) == shared


def test_a_sharing_of_before_the_merge_comes_back_with_its_lead(people, operator, deployment):
    name = new_name()
    held = file_lead(people["D1"], "D1", name)
    file_lead(people["D3"], "D3", name)
    decide(people, "R1", conflict_of(people, held.lead_id), SHARED, [("D1", 600000), ("D3", 400000)])
    shared = credits_of(deployment, held.lead_id)
    other = file_lead(people["D2"], "D2", new_name())
    merge(operator, held.customer_id, other.customer_id)
    claim = next(c for c in conflicts(people) if c.claim_lead_id == other.lead_id)
    decide(people, "A1", claim, TRANSFERRED)
    assert credits_of(deployment, held.lead_id) == (None, None)
    unmerge(operator, other.customer_id)
    assert credits_of(deployment, held.lead_id) == shared
    assert len(told_shares(deployment, held.lead_id)) == 2


def test_a_claim_under_the_merged_name_loses_its_ground(people, operator):
    name = new_name()
    held, other = file_lead(people["D1"], "D1", new_name()), file_lead(people["D1"], "D1", name, product_code="V1")
    merge(operator, held.customer_id, other.customer_id)
    assert verdict(file_lead(people["D2"], "D2", name)) == "HELD_BY_OTHER"
    conflict = conflict_of(people, held.lead_id)
    moved = decide(people, "A1", conflict, TRANSFERRED)
    parted = unmerge(operator, other.customer_id)
    assert list(parted.withdrawn_conflict_ids) == [conflict.conflict_id]
    assert look(people["D1"], held.lead_id).state == HELD
    assert look(people["D1"], held.lead_id).protected_until_unix_ms == held.protected_until_unix_ms
    assert look(people["D2"], moved.holder_lead_id).customer_id == other.customer_id, "what was decided under that name stays with it"


def test_what_somebody_else_holds_by_now_is_said_not_taken(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    people["D2"].call("LeadIntake/CloseLead", {"lead_id": clash.leads["D2"].lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    later = file_lead(people["D3"], "D3", clash.names["D1"])
    assert verdict(later) == "ACCEPTED"
    parted = clash.part()
    assert {(n.lead_id, n.reason) for n in parted.not_returned} == {
        (clash.leads["D1"].lead_id, "HELD_BY_ANOTHER"), (clash.leads["D2"].lead_id, "CHANGED_SINCE")}
    assert all(n.message for n in parted.not_returned)
    assert clash.states() == (RELEASED, LOST) and look(people["D3"], later.lead_id).state == HELD


def test_a_transferred_hold_that_a_manager_gave_to_a_third_stays_there_and_the_former_holder_gets_his_back(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    people["R1"].call("LeadIntake/AssignLead", {"lead_id": clash.leads["D2"].lead_id, "dealer_code": "D3", "reason": "就近服务"})
    parted = clash.part()
    assert [(n.lead_id, n.reason) for n in parted.not_returned] == [(clash.leads["D2"].lead_id, "CHANGED_SINCE")]
    assert clash.lead("D1").state == HELD and look(people["D3"], clash.leads["D2"].lead_id).state == HELD


def test_progress_on_a_transferred_hold_stays_with_it(people, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    people["D2"].call("LeadIntake/AdvanceLead", {"lead_id": clash.leads["D2"].lead_id, "feedback": "已拜访"})
    longer = people["D2"].call("LeadIntake/ExtendProtection", {"lead_id": clash.leads["D2"].lead_id})
    clash.part()
    assert clash.states() == (HELD, HELD)
    assert clash.lead("D2").protected_until_unix_ms == longer.protected_until_unix_ms


def test_a_merge_within_a_merge_gives_back_its_own_only(people, operator, clash):
    decide(people, "A1", clash.conflict, TRANSFERRED)
    third = file_lead(people["D3"], "D3", new_name())
    merge(operator, third.customer_id, clash.leads["D1"].customer_id)
    assert look(people["D3"], third.lead_id).state == RELEASED, "the transferred one was filed first"
    unmerge(operator, clash.leads["D1"].customer_id)
    assert (clash.states(), look(people["D3"], third.lead_id).state) == ((RELEASED, HELD), HELD)
    clash.part()
    clash.is_as_before()


def test_a_lead_in_review_that_the_merge_kept_from_being_held_is_held_when_the_two_part(people, operator):
    from identifiers import uscc
    name = new_name()
    survivor = file_lead(people["D1"], "D1", new_name())
    other = file_lead(people["D1"], "D1", name, product_code="V1", customer={"uscc": uscc("91", "510100", 810001)})
    doubtful = file_lead(people["D3"], "D3", name, customer={"uscc": uscc("91", "510100", 810002)})
    assert verdict(doubtful) == "NEEDS_REVIEW"
    merge(operator, survivor.customer_id, other.customer_id)
    decided = people["R1"].call("LeadIntake/DecideReview", {"lead_id": doubtful.lead_id, "outcome": "SAME", "reason": "电话确认"})
    assert not decided.is_held and decided.conflict_id
    unmerge(operator, other.customer_id)
    lead = look(people["D3"], doubtful.lead_id)
    assert (lead.state, lead.customer_id) == (HELD, other.customer_id)


# --- never the same -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(people):
    """A customer, and the one that a review found to be another of the same name."""
    from identifiers import uscc
    name, number = new_name(), next(numbers)
    known = file_lead(people["D1"], "D1", name, customer={"uscc": uscc("91", "510100", 820000 + number)})
    doubtful = file_lead(people["D2"], "D2", name, customer={"uscc": uscc("91", "510100", 830000 + number)})
    assert verdict(doubtful) == "NEEDS_REVIEW"
    decided = people["A1"].call("LeadIntake/DecideReview", {"lead_id": doubtful.lead_id, "outcome": "DIFFERENT", "reason": "两家独立法人"})
    return known.customer_id, decided.customer_id


def refusal(operator, survivor, merged, **fields):
    with pytest.raises(CallError) as refused:
        merge(operator, survivor, merged, **fields)
    return refused.value


def test_what_a_review_decided_to_be_two_is_refused_in_either_order_with_who_and_when(operator, two):
    for pair in (two, reversed(two)):
        error = refusal(operator, *pair)
        assert error.code == "FAILED_PRECONDITION"
        assert "manager-A1" in error.message and "两家独立法人" in error.message and "20" in error.message


def test_the_same_through_customers_that_they_were_merged_into(people, operator, two):
    known, other = two
    first, second = (file_lead(people["D4"], "D4", new_name()).customer_id for _ in range(2))
    merge(operator, first, known)
    merge(operator, second, other)
    for pair in ((first, second), (second, first)):
        assert refusal(operator, *pair).code == "FAILED_PRECONDITION"
    unmerge(operator, other)
    assert merge(operator, first, second).merge_id, "parted again, the others are free to be one"


def test_it_is_overridden_with_a_reason_that_is_kept_and_only_where_there_is_something_to_override(people, operator, deployment, two):
    known, other = two
    merged = merge(operator, known, other, override_reason="营业执照已合并")
    assert deployment.cluster.query("SELECT override_reason FROM lead_intake.customer_merge WHERE merge_id = %s", merged.merge_id) == [
        ("营业执照已合并",)]
    unmerge(operator, other)
    assert refusal(operator, known, other).code == "FAILED_PRECONDITION", "it was decided still"
    stranger = file_lead(people["D4"], "D4", new_name()).customer_id
    error = refusal(operator, known, stranger, override_reason="无")
    assert (error.code, error.violations[0].field) == ("INVALID_ARGUMENT", "override_reason")


def test_the_command_line_overrides_and_says_what_does_not_come_back(people, operator, deployment, two, clash):
    run = deployment.run_command_line
    refused = run("customer", "merge", str(two[0]), str(two[1]), "--reason", "同一单位")
    assert refused.returncode != 0 and "manager-A1" in refused.stderr, refused
    assert run("customer", "merge", str(two[0]), str(two[1]), "--reason", "同一单位", "--override", "已合并").returncode == 0
    decide(people, "A1", clash.conflict, TRANSFERRED)
    people["D2"].call("LeadIntake/CloseLead", {"lead_id": clash.leads["D2"].lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    undone = run("customer", "unmerge", str(clash.leads["D2"].customer_id), "--reason", "误合并")
    assert "conflicts withdrawn: 1" in undone.stdout and f"Lead {clash.leads['D2'].lead_id} does not come back" in undone.stdout, undone
    assert clash.lead("D1").state == HELD


def test_tiering_knows_who_is_held_after_all_of_it(operator, deployment):
    held = "SELECT coalesce(sum(quantity), 0) FROM lead_intake.lead WHERE state = 2"
    deployment.wait_until(lambda: operator.call("CustomerTiering/GetTotals").open_units == deployment.cluster.query(held)[0][0],
                          what="the agreement of the sums")
