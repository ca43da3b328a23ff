"""Conflicts (撞单): two dealers claim one opportunity; who learns what, who decides, and where the hold is afterwards."""

import itertools

import pytest
from harness.client import CallError
from harness.company import file_lead, found_company, verdict

names = (f"第{i}运输公司" for i in itertools.count(1))
REJECTED, TRANSFERRED, SHARED = "CONFLICT_REJECTED", "CONFLICT_TRANSFERRED", "CONFLICT_SHARED"
OPEN, DECIDED, APPEALED, CLOSED = 1, 2, 3, 4


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def conflicts(client, **filters):
    return client.call("LeadIntake/ListConflicts", {"limit": 200} | filters).conflicts


def clash(people, holder="D1", claimant="D2", **claim):
    """(the holder's lead, the conflict) of a name that only these two know."""
    name = next(names)
    held = file_lead(people[holder], holder, name)
    assert verdict(file_lead(people[claimant], claimant, name, **claim)) == "HELD_BY_OTHER"
    return held, conflict_of(people, held)


def conflict_of(people, held, manager="R1"):
    return next((c for m in (manager, "R2") for c in conflicts(people[m]) if c.lead_id == held.lead_id), None)


def decide(client, conflict, outcome, parts=(), key=None):
    return client.call("LeadIntake/DecideConflict", {
        "conflict_id": conflict.conflict_id, "outcome": outcome, "reason": "先到先得",
        "parts": [{"dealer_code": dealer, "credit_ppm": ppm} for dealer, ppm in parts]}, key=key)


def appeal(client, conflict):
    return client.call("LeadIntake/AppealConflict", {"conflict_id": conflict.conflict_id, "reason": "客户指定本店"})


def refused(code, call, *arguments):
    with pytest.raises(CallError) as caught:
        call(*arguments)
    assert caught.value.code == code, caught.value
    return caught.value


def state_of(people, dealer, lead_id):
    return people[dealer].call("LeadIntake/GetLead", {"lead_id": lead_id}).lead.state


def test_a_claim_is_kept_once_with_its_evidence_however_often_it_is_filed(people):
    name = next(names)
    held = file_lead(people["D1"], "D1", name)
    for _ in range(3):
        file_lead(people["D2"], "D2", name, dealer_reference="EV-1", remarks="客户已看车", quantity=7)
    kept = [c for c in conflicts(people["A1"]) if c.lead_id == held.lead_id]
    assert [(c.claimed.name, c.quantity, c.dealer_reference, c.remarks, c.state) for c in kept] == [
        (name, 7, "EV-1", "客户已看车", OPEN)]
    assert kept[0].held_since_unix_ms <= kept[0].claimed_at_unix_ms


def test_dealers_see_their_own_side_only_and_strangers_nothing(people):
    held, conflict = clash(people, remarks="机密")
    claimant = next(c for c in conflicts(people["D2"]) if c.conflict_id == conflict.conflict_id)
    assert (claimant.holder_unit_id, claimant.lead_id, claimant.customer_id, claimant.held_since_unix_ms) == (0, 0, 0, 0)
    assert claimant.remarks == "机密"
    holder = next(c for c in conflicts(people["D1"]) if c.conflict_id == conflict.conflict_id)
    assert (holder.claimant_unit_id, holder.remarks, holder.claimed.name, holder.quantity) == (0, "", "", 0)
    assert holder.lead_id == held.lead_id
    for stranger in ("D3", "A2", "R2"):
        assert conflict.conflict_id not in [c.conflict_id for c in conflicts(people[stranger])]


def test_the_manager_of_the_lowest_unit_above_both_decides(people):
    for claimant, may_not, may in (("D2", ["A2", "R2", "D1"], "A1"), ("D3", ["A1", "A2"], "R1"), ("D4", ["R1", "R2"], None)):
        _, conflict = clash(people, claimant=claimant)
        for manager in may_not:
            refused("NOT_FOUND" if manager in ("A2", "R2") and claimant == "D2" else "PERMISSION_DENIED",
                    decide, people[manager], conflict, REJECTED)
        if may:
            assert decide(people[may], conflict, REJECTED).state == DECIDED


def test_headquarters_decides_between_regions(people, deployment):
    _, conflict = clash(people, claimant="D4")
    headquarters = deployment.principal("headquarters", ("HEADQUARTERS_USER", "HQ"))
    deployment.wait_until(lambda: not_denied(headquarters), what="the new key")
    assert decide(headquarters, conflict, REJECTED).state == DECIDED


def not_denied(client):
    try:
        return client.call("LeadIntake/ListConflicts", {}, timeout=1)
    except CallError:
        return False


def test_a_rejected_claim_changes_nothing_and_is_decided_once(people):
    held, conflict = clash(people)
    answers = {decide(people["A1"], conflict, REJECTED, key=f"reject-{held.lead_id}").SerializeToString() for _ in range(2)}
    assert len(answers) == 1
    assert state_of(people, "D1", held.lead_id) == 2
    refused("FAILED_PRECONDITION", decide, people["A1"], conflict, TRANSFERRED)


def test_a_transfer_moves_the_hold_and_a_successful_appeal_moves_it_back(people):
    held, conflict = clash(people, dealer_reference="T-1")
    moved = decide(people["A1"], conflict, TRANSFERRED)
    lead = people["D2"].call("LeadIntake/GetLead", {"lead_id": moved.holder_lead_id}).lead
    assert (lead.state, lead.dealer_reference, lead.quantity) == (2, "T-1", 3)
    assert state_of(people, "D1", held.lead_id) == 5
    assert appeal(people["D1"], conflict).state == APPEALED
    refused("PERMISSION_DENIED", decide, people["A1"], conflict, REJECTED)
    back = decide(people["R1"], conflict, REJECTED)
    assert (back.state, back.holder_lead_id) == (CLOSED, held.lead_id)
    assert (state_of(people, "D1", held.lead_id), state_of(people, "D2", moved.holder_lead_id)) == (2, 5)
    refused("FAILED_PRECONDITION", appeal, people["D2"], conflict)


def test_a_transfer_goes_through_when_the_claimants_number_is_used_by_now(people):
    _, conflict = clash(people, dealer_reference="T-2")
    file_lead(people["D2"], "D2", next(names), dealer_reference="T-2")
    moved = decide(people["A1"], conflict, TRANSFERRED)
    assert people["D2"].call("LeadIntake/GetLead", {"lead_id": moved.holder_lead_id}).lead.dealer_reference == ""


def test_a_shared_lead_is_credited_in_parts_that_are_whole(people, deployment):
    held, conflict = clash(people)
    for parts in ([("D1", 600000), ("D2", 300000)], [("D1", 1000000)], [("D1", 500000), ("D3", 500000)], []):
        assert refused("INVALID_ARGUMENT", decide, people["A1"], conflict, SHARED, parts).violations[0].field == "parts"
    decide(people["A1"], conflict, SHARED, [("D1", 600000), ("D2", 400000)])
    shared = conflict_of(people, held)
    assert (shared.holder_credit_ppm, shared.claimant_credit_ppm) == (600000, 400000)
    assert state_of(people, "D1", held.lead_id) == 2
    with pytest.raises(Exception, match="credit_is_whole"):
        deployment.cluster.query("UPDATE lead_intake.lead SET credit_ppm = '{600000,399999}' WHERE lead_id = %s", held.lead_id)
    appeal(people["D1"], conflict)
    decide(people["R1"], conflict, REJECTED)
    assert conflict_of(people, held).holder_credit_ppm == 0


def test_only_a_decision_can_be_appealed(people):
    _, conflict = clash(people)
    refused("FAILED_PRECONDITION", appeal, people["D2"], conflict)
    refused("NOT_FOUND", appeal, people["D3"], conflict)


def test_who_was_in_review_gets_the_hold_by_the_lead_that_was_set_aside(people):
    from identifiers import uscc  # deploy/sample
    name = next(names)
    held = file_lead(people["D1"], "D1", name, customer={"uscc": uscc("91", "510100", 900001)})
    filed = file_lead(people["D2"], "D2", name, customer={"uscc": uscc("91", "510100", 900002)})
    people["A1"].call("LeadIntake/DecideReview", {"lead_id": filed.lead_id, "outcome": "SAME", "reason": "同一单位"})
    moved = decide(people["A1"], conflict_of(people, held), TRANSFERRED)
    assert moved.holder_lead_id == filed.lead_id and state_of(people, "D2", filed.lead_id) == 2


def test_tiering_knows_who_is_held_after_all_of_it(people, deployment, operator):
    held = deployment.cluster.query("SELECT coalesce(sum(quantity), 0) FROM lead_intake.lead WHERE state = 2")[0][0]
    deployment.wait_until(lambda: operator.call("CustomerTiering/GetTotals").open_units == held, what="the agreement of the sums")
