"""From a conflict that was decided to be shared to the pay of both: through lead intake and incentive calculation."""

import json

import pytest
from identifiers import vin as vin_of  # deploy/sample
from harness.company import file_lead, found_company, verdict

PEOPLE = [("P1", "张伟", "D1", "dealer_specialist"), ("P2", "李娜", "D2", "dealer_specialist"), ("M1", "王芳", "A1", "area_manager")]
RATE = 50001


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "incentive_calculation"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


@pytest.fixture(scope="module")
def plans(operator, deployment, people):
    operator.call("Directory/PutPeople", {"people": [
        {"code": c, "name": n, "unit_code": u, "job": j, "valid_from": "2014-01-01"} for c, n, u, j in PEOPLE]})
    second = deployment.principal("second-at-headquarters", ("HEADQUARTERS_USER", "HQ"))
    for role in ("dealer_specialist", "area_manager"):
        put = operator.call("IncentiveCalculation/PutPlan", {"document": json.dumps({
            "code": f"shared-{role}", "role": role, "from": "2014-09-01", "period": "month", "rounding": "step", "components": [
                {"code": "vehicles", "kind": "per_unit", "rates": [{"fen": RATE}]}]})})
        second.call("IncentiveCalculation/ApprovePlan", {"plan_code": put.plan_code, "version": put.version})


def deliver(client, dealer, number, lead_id):
    client.call("LeadIntake/ReportDelivery", {
        "dealer_code": dealer, "vin": vin_of("LSJ", "A24U6", "E", "G", number), "product_code": "T1", "delivered_on": "2014-09-10",
        "price_fen": 100, "lead_id": lead_id, "person_code": "P1"})


def pay(operator, deployment, deliveries):
    deployment.wait_until(lambda: operator.call("IncentiveCalculation/GetTotals").credited_deliveries == deliveries, what="the deliveries")
    operator.call("IncentiveCalculation/Calculate", {"period": "2014-09"})
    earned = lambda code: json.loads(operator.call("IncentiveCalculation/GetStatement", {  # noqa: E731
        "person_code": code, "period": "2014-09"}).statement.document)["earned_fen"]
    return [earned(code) for code, *_ in PEOPLE]


def test_who_claimed_and_who_held_are_paid_their_parts_until_the_customers_part(operator, deployment, people, plans):
    held = file_lead(people["D1"], "D1", "第一水泥公司", person_code="P1", quantity=9)
    claimed = file_lead(people["D2"], "D2", "第二水泥公司", person_code="P2", quantity=9)
    operator.call("LeadIntake/MergeCustomers", {"survivor_id": held.customer_id, "merged_id": claimed.customer_id, "reason": "同一单位"})
    conflict = next(c for c in people["A1"].call("LeadIntake/ListConflicts", {"limit": 50}).conflicts if c.lead_id == held.lead_id)
    people["A1"].call("LeadIntake/DecideConflict", {
        "conflict_id": conflict.conflict_id, "outcome": "CONFLICT_SHARED", "reason": "共同跟进",
        "parts": [{"dealer_code": "D1", "credit_ppm": 500000}, {"dealer_code": "D2", "credit_ppm": 500000}]})
    deliver(people["D1"], "D1", 700001, held.lead_id)
    one, other, manager = pay(operator, deployment, 1)
    assert (one + other, abs(one - other), manager) == (RATE, 1, RATE)
    operator.call("LeadIntake/UnmergeCustomers", {"merged_id": claimed.customer_id, "reason": "误合并"})
    deliver(people["D1"], "D1", 700002, held.lead_id)
    assert pay(operator, deployment, 2) == [2 * RATE, 0, 2 * RATE], "the conflict never was"


def test_a_claim_without_a_lead_of_its_own_is_paid_by_who_filed_it(operator, deployment, people, plans):
    before = pay(operator, deployment, 2)
    held = file_lead(people["D1"], "D1", "第三水泥公司", person_code="P1", quantity=9)
    assert verdict(file_lead(people["D2"], "D2", "第三水泥公司", person_code="P2")) == "HELD_BY_OTHER"
    conflict = next(c for c in people["A1"].call("LeadIntake/ListConflicts", {"limit": 50}).conflicts if c.lead_id == held.lead_id)
    people["A1"].call("LeadIntake/DecideConflict", {
        "conflict_id": conflict.conflict_id, "outcome": "CONFLICT_SHARED", "reason": "共同跟进",
        "parts": [{"dealer_code": "D1", "credit_ppm": 700000}, {"dealer_code": "D2", "credit_ppm": 300000}]})
    deliver(people["D1"], "D1", 700003, held.lead_id)
    after = pay(operator, deployment, 3)
    assert [b - a for a, b in zip(before, after)] == [35001, 15000, RATE]
