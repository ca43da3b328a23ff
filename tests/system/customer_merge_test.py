"""Customers that are one and two again: what was filed for either follows, and nothing is left behind when it is undone."""

import itertools
import random

import pytest
from identifiers import uscc, vin as vin_of  # deploy/sample
from harness.client import CallError
from harness.company import file_lead, found_company, verdict

LINES = {"T1": "suv", "V1": "van"}
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def vin(number):
    return vin_of("LSJ", "A24U6", "E", "G", number)


def merge(operator, survivor, merged, key=None):
    return operator.call("LeadIntake/MergeCustomers", {"survivor_id": survivor, "merged_id": merged, "reason": "同一单位"}, key=key)


def unmerge(operator, merged, key=None):
    return operator.call("LeadIntake/UnmergeCustomers", {"merged_id": merged, "reason": "误合并"}, key=key)


def lead_of(client, lead_id):
    return client.call("LeadIntake/GetLead", {"lead_id": lead_id}).lead


def deliver(client, dealer, number, **fields):
    return client.call("LeadIntake/ReportDelivery", {
        "dealer_code": dealer, "vin": vin(number), "product_code": "T1", "delivered_on": "2014-09-10", "price_fen": 100} | fields)


def refused(code, call, *arguments):
    with pytest.raises(CallError) as caught:
        call(*arguments)
    assert caught.value.code == code, caught.value


def new_name():
    return f"第{next(numbers)}电力公司"


def test_what_was_filed_for_the_merged_customer_is_the_survivors(people, operator):
    name = new_name()
    one = file_lead(people["D1"], "D1", new_name())
    other = file_lead(people["D2"], "D2", name, product_code="V1")
    merge(operator, one.customer_id, other.customer_id)
    assert lead_of(people["D2"], other.lead_id).customer_id == one.customer_id
    again = file_lead(people["D2"], "D2", name, product_code="V1")
    assert (verdict(again), again.lead_id, again.customer_id) == ("KNOWN_AGAIN", other.lead_id, one.customer_id)
    assert verdict(file_lead(people["D3"], "D3", name)) == "HELD_BY_OTHER", "the survivor's opportunity is the merged one's too"


def test_two_holds_of_one_product_line_become_a_conflict_and_the_earlier_stays(people, operator):
    first, second = (file_lead(people[d], d, new_name()) for d in ("D1", "D2"))
    answer = merge(operator, second.customer_id, first.customer_id)
    assert list(answer.set_aside_lead_ids) == [second.lead_id]
    assert (lead_of(people["D1"], first.lead_id).state, lead_of(people["D2"], second.lead_id).state) == (2, 5)
    conflicts = lambda: [c.claim_lead_id for c in people["A1"].call("LeadIntake/ListConflicts", {"limit": 200}).conflicts]  # noqa: E731
    assert second.lead_id in conflicts()
    undone = unmerge(operator, first.customer_id)
    assert (undone.merge_id, list(undone.restored_lead_ids)) == (answer.merge_id, [second.lead_id])
    assert (lead_of(people["D1"], first.lead_id).state, lead_of(people["D2"], second.lead_id).state) == (2, 2)
    assert second.lead_id not in conflicts()


def test_what_is_filed_meanwhile_goes_with_the_name_that_it_was_filed_under(people, operator):
    name = new_name()
    one, other = file_lead(people["D1"], "D1", new_name()), file_lead(people["D1"], "D1", name)
    merge(operator, one.customer_id, other.customer_id)
    meanwhile = file_lead(people["D3"], "D3", name, product_code="V1")
    assert meanwhile.customer_id == one.customer_id
    unmerge(operator, other.customer_id)
    assert lead_of(people["D3"], meanwhile.lead_id).customer_id == other.customer_id


def test_a_hold_that_is_transferred_under_the_merged_name_stands_for_the_survivor(people, operator):
    name = new_name()
    held, other = file_lead(people["D1"], "D1", new_name()), file_lead(people["D1"], "D1", name, product_code="V1")
    merge(operator, held.customer_id, other.customer_id)
    assert verdict(file_lead(people["D2"], "D2", name)) == "HELD_BY_OTHER"
    conflict = next(c for c in people["A1"].call("LeadIntake/ListConflicts", {"limit": 200}).conflicts if c.lead_id == held.lead_id)
    moved = people["A1"].call("LeadIntake/DecideConflict", {
        "conflict_id": conflict.conflict_id, "outcome": "CONFLICT_TRANSFERRED", "reason": "客户指定"})
    assert lead_of(people["D2"], moved.holder_lead_id).customer_id == held.customer_id
    unmerge(operator, other.customer_id)
    assert lead_of(people["D2"], moved.holder_lead_id).customer_id == other.customer_id


def test_name_and_code_of_two_merged_customers_are_no_contradiction(people, operator):
    code, name = uscc("91", "510100", 800001), new_name()
    with_code = file_lead(people["D1"], "D1", new_name(), customer={"uscc": code})
    with_name = file_lead(people["D1"], "D1", name, product_code="V1")
    both = {"customer": {"uscc": code}}
    assert verdict(file_lead(people["D3"], "D3", name, **both)) == "NEEDS_REVIEW"
    merge(operator, with_name.customer_id, with_code.customer_id)
    assert verdict(file_lead(people["D3"], "D3", name, **both)) == "HELD_BY_OTHER"


def test_merges_are_refused_where_they_make_no_sense_and_done_once(people, operator):
    a, b, c = (file_lead(people["D1"], "D1", new_name()).customer_id for _ in range(3))
    refused("INVALID_ARGUMENT", merge, operator, a, a)
    refused("INVALID_ARGUMENT", merge, operator, a, 1 << 40)
    refused("FAILED_PRECONDITION", unmerge, operator, b)
    assert len({merge(operator, a, b, key="merge-once").SerializeToString() for _ in range(3)}) == 1
    refused("INVALID_ARGUMENT", merge, operator, c, b)
    refused("INVALID_ARGUMENT", merge, operator, b, c)
    refused("PERMISSION_DENIED", merge, people["R1"], a, c)


@pytest.mark.parametrize("winner_survives", [True, False])
def test_a_contract_of_either_counts_for_both_until_they_part(people, operator, winner_survives):
    names = [new_name(), new_name()]
    won = file_lead(people["D1"], "D1", names[0])
    people["D1"].call("LeadIntake/CloseLead", {"lead_id": won.lead_id, "outcome": "WON", "order_number": "HT-1", "contract_until": "2040-12-31"})
    other = file_lead(people["D2"], "D2", names[1], product_code="V1")
    ids = [won.customer_id, other.customer_id]
    survivor, merged = ids if winner_survives else ids[::-1]
    merge(operator, survivor, merged)
    contract_end = (25933 + 90) * 86400000 - 8 * 3600000  # 90 days after 2040-12-31, to the end of that day in China
    with_code = {"uscc": uscc("91", "510100", 990000 + next(numbers))}
    one = file_lead(people["D3"], "D3", names[1])
    assert one.protected_until_unix_ms == contract_end
    people["D3"].call("LeadIntake/CloseLead", {"lead_id": one.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    by_name_of_a_new_code = file_lead(people["D3"], "D3", names[0], customer=with_code)
    assert by_name_of_a_new_code.protected_until_unix_ms == contract_end
    people["D3"].call("LeadIntake/CloseLead", {"lead_id": by_name_of_a_new_code.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    unmerge(operator, merged)
    assert file_lead(people["D4"], "D4", names[1]).protected_until_unix_ms < contract_end
    assert file_lead(people["D4"], "D4", names[0]).protected_until_unix_ms == contract_end


def test_tiers_follow_in_both_directions(people, operator, deployment):
    one, other = file_lead(people["D1"], "D1", new_name(), quantity=50), file_lead(people["D2"], "D2", new_name(), quantity=50)
    deliver(people["D2"], "D2", 900001, lead_id=other.lead_id)

    def value(customer_id):
        run = operator.call("CustomerTiering/Run", {"as_of": "2014-09-30"}).run_id
        tiers = operator.call("CustomerTiering/ListTiers", {"run_id": run, "limit": 500}).tiers
        return next((tuple(m.amount_micro // 10**6 for m in t.measures) for t in tiers if t.customer_id == customer_id), None)

    deployment.wait_until(lambda: (value(one.customer_id), value(other.customer_id)) == ((0, 50), (1, 49)))
    merge(operator, one.customer_id, other.customer_id)
    deployment.wait_until(lambda: (value(one.customer_id), value(other.customer_id)) == ((1, 50), None))
    unmerge(operator, other.customer_id)
    deployment.wait_until(lambda: (value(one.customer_id), value(other.customer_id)) == ((0, 50), (1, 49)))


# --- a random history ---------------------------------------------------------------------------------------------------------


class History:
    """Filings, deliveries, merges and unmerges on customers named after one run; only what was accepted is remembered."""

    def __init__(self, deployment, people, operator, run, vins):
        self.people, self.operator, self.run, self.vins = people, operator, run, vins
        self.ids, self.leads, self.ends = {}, {}, {}
        self.manager = deployment.principal(f"parting-{run}", ("HEADQUARTERS_USER", "HQ"))

    def name(self, customer):
        return f"第{self.run}批第{customer}水务公司"

    def file(self, customer, dealer, product, quantity):
        answer = file_lead(self.people[dealer], dealer, self.name(customer), product_code=product, quantity=quantity)
        if verdict(answer) != "ACCEPTED":
            return False
        self.leads[answer.lead_id] = (customer, dealer)
        self.ends[answer.lead_id] = answer.protected_until_unix_ms
        return True

    def register(self, customer):
        self.ids[customer] = self.operator.call("LeadIntake/RegisterCustomer", {"customer": {"name": self.name(customer)}}).customer_id

    def deliver(self, customer, dealer):
        deliver(self.people[dealer], dealer, next(self.vins), customer={"name": self.name(customer)})
        return True

    def merge(self, survivor, merged):
        try:
            merge(self.operator, self.ids[survivor], self.ids[merged])
            return True
        except CallError:
            return False

    def decide(self, outcome):
        """A conflict that a merge opened, or its appeal: whatever is decided, parting the two gives back."""
        conflict = next((c for c in self.manager.call("LeadIntake/ListConflicts", {"limit": 200}).conflicts
                         if c.state in (1, 2, 3) and c.claim_lead_id in self.leads and c.lead_id in self.leads), None)
        if not conflict:
            return False
        try:
            if conflict.state == 2:
                self.manager.call("LeadIntake/AppealConflict", {"conflict_id": conflict.conflict_id, "reason": "不服"})
            parts = [{"dealer_code": self.leads[lead_id][1], "credit_ppm": 500000} for lead_id in (conflict.lead_id, conflict.claim_lead_id)]
            self.manager.call("LeadIntake/DecideConflict", {
                "conflict_id": conflict.conflict_id, "outcome": outcome, "reason": "裁决",
                "parts": parts if outcome == "CONFLICT_SHARED" else []})
            return True
        except CallError:
            return False  # a third dealer holds it by now, or it was decided for good

    def unmerge(self, merged):
        try:
            unmerge(self.operator, self.ids[merged])
            return True
        except CallError:
            return False


def random_steps(seed):
    generator = random.Random(seed)
    for _ in range(150):
        kind = generator.choices(["file", "deliver", "merge", "unmerge", "decide"], [6, 3, 3, 2, 3])[0]
        one, other = generator.sample(range(6), 2)
        dealer = generator.choice(["D1", "D2", "D3", "D4"])
        if kind == "file":
            yield kind, (one, dealer, generator.choice(list(LINES)), generator.randint(3, 9))
        elif kind == "deliver":
            yield kind, (one, dealer)
        elif kind == "decide":
            yield kind, (generator.choice(["CONFLICT_REJECTED", "CONFLICT_TRANSFERRED", "CONFLICT_TRANSFERRED", "CONFLICT_SHARED"]),)
        elif kind == "merge":
            yield kind, (one, other)
        else:
            yield kind, (one,)


def state(cluster, history):
    """Every lead and delivery of the run: whose, held or not."""
    names = {customer_id: customer for customer, customer_id in history.ids.items()}
    leads = cluster.query("SELECT coalesce(identity_id, customer_id), dealer_unit_id, product_line, quantity, state, credit_ppm FROM lead_intake.lead"
                          " WHERE customer_id = ANY (%s)", list(names))
    deliveries = cluster.query("SELECT coalesce(identity_id, customer_id), dealer_unit_id FROM lead_intake.delivery"
                               " JOIN lead_intake.customer USING (customer_id) WHERE customer_id = ANY (%s)", list(names))
    rename = lambda rows: sorted((names[row[0]], *row[1:]) for row in rows)  # noqa: E731
    return rename(leads), rename(deliveries)


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_history_with_undone_merges_ends_as_the_history_without_them(people, operator, deployment, seed):
    vins = itertools.count(seed * 10000)
    first, second = (History(deployment, people, operator, seed * 10 + n, vins) for n in (1, 2))
    for history in (first, second):
        for customer in range(6):
            history.register(customer)
    accepted = [(kind, arguments) for kind, arguments in random_steps(seed) if getattr(first, kind)(*arguments)]
    for customer in range(6):
        first.unmerge(customer)
    assert sum(kind == "merge" for kind, _ in accepted) > 3 and sum(kind == "decide" for kind, _ in accepted) > 0
    ends = deployment.cluster.query("SELECT lead_id, floor(extract(epoch FROM protected_until) * 1000)::bigint FROM lead_intake.lead"
                                    " WHERE lead_id = ANY (%s)", list(first.ends))
    assert dict(ends) == first.ends, "each hold ends when it was to end"
    assert deployment.cluster.query("SELECT * FROM lead_intake.merge_set_aside WHERE NOT given_back AND lead_id = ANY (%s)", list(first.leads)) == []
    for kind, arguments in accepted:
        if kind in ("file", "deliver"):
            assert getattr(second, kind)(*arguments), (kind, arguments)
    assert state(deployment.cluster, first) == state(deployment.cluster, second)


def test_the_sums_of_intake_and_tiering_agree_after_all_of_it(people, operator, deployment):
    intake = operator.call("LeadIntake/GetTotals")
    held = deployment.cluster.query("SELECT coalesce(sum(greatest(quantity - delivered, 0)), 0) FROM (SELECT quantity, (SELECT count(*)"
                                    " FROM lead_intake.delivery WHERE delivery.lead_id = lead.lead_id) AS delivered"
                                    " FROM lead_intake.lead WHERE state = 2) AS held")[0][0]

    def agree():
        tiering = operator.call("CustomerTiering/GetTotals")
        return (tiering.customers, tiering.open_units, tiering.delivered_units, tiering.revenue_fen) == (
            intake.customers, held, intake.deliveries, intake.revenue_fen)

    deployment.wait_until(agree, what="the agreement of the sums")
