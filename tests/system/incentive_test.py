"""From plans and events to everybody's statement, through the real service. The events are lead_intake's, told in its name."""

import json

import pytest
from harness.client import CallError
from harness.pay import PLANS, Company, cancellation, delivery, lead, released, shared


@pytest.fixture(scope="module")
def company(make_deployment):
    company = Company(make_deployment(only=["directory", "incentive_calculation"]))
    for plan in sorted(PLANS.glob("*.json")):
        company.put(plan.read_text())
    return company


def ladder(role, steps, day="2014-08-01", mode="marginal"):
    return {"code": f"{role}-{day}", "role": role, "from": day, "period": "month", "rounding": "step", "components": [
        {"code": "deliveries", "kind": "stepped", "basis": "units", "mode": mode, "steps": steps}]}


def sources(company, person, period):
    return company.line(person, period, "deliveries")["sources"]


def test_a_month_is_paid_by_steps_and_every_line_says_why(company):
    company.tell(*[delivery(company, i, "D0001", "P0001", f"2014-09-{i:02d}") for i in range(1, 6)],
                 *[delivery(company, i, "D0002", "", "2014-09-20") for i in range(6, 12)],
                 *[lead(company, i, "D0001", "P0001", "2014-09-03") for i in range(1, 4)],
                 delivery(company, 99, "D0001", "P0001", "2014-10-01"))
    company.wait_for_totals(12, 3)
    period = company.call("Calculate", "2014-09")
    assert period.people == 5
    specialist = company.document("P0001", "2014-09")
    # deploy/sample/plans/dealer_specialist.json: 3 x 300 yuan, 2 x 500 yuan, 3 leads x 20 yuan
    deliveries, award = specialist["lines"]
    assert [(s["units_ppm"], s["rate_fen"], s["amount_fen"]) for s in deliveries["steps"]] == [(3000000, 30000, 90000), (2000000, 50000, 100000)]
    assert (deliveries["sources"], award["sources"], award["amount_fen"]) == (["D1", "D2", "D3", "D4", "D5"], ["L1", "L2", "L3"], 6000)
    assert company.statement("P0001", "2014-09").total_fen == 196000
    assert "3 × 300.00 + 2 × 500.00 = 1900.00" in deliveries["formula"]["en"] and "交车5台" in deliveries["formula"]["zh-CN"]
    # deploy/sample/plans/area_manager.json, whole: all of the area's dealers, whoever sold
    assert company.statement("M0001", "2014-09").total_fen == 5 * 8000 + 3 * 500
    assert company.statement("M0002", "2014-09").total_fen == 6 * 8000
    assert company.statement("P0002", "2014-09").total_fen == 0
    everybody = sum(company.statement(code, "2014-09").total_fen for code in ("P0001", "P0002", "M0001", "M0002", "K0001"))
    assert period.total_fen == everybody


def test_events_tell_that_there_is_a_statement_but_no_amount(company):
    from remuda.event.v1 import incentive_events_pb2 as events
    rows = company.query("SELECT subject, payload FROM event_log.event WHERE type = 'remuda.event.v1.StatementCalculated'")
    told = [events.StatementCalculated.FromString(bytes(payload)) for _, payload in rows]
    assert {subject for subject, _ in rows} == {t.person_id for t in told} >= {company.people["P0001"]}
    assert all(t.period == "2014-09" for t in told)
    assert "196000" not in company.deployment.services["incentive_calculation"].log.read_text()


def test_a_cancellation_counts_even_when_it_is_heard_before_the_report(company):
    company.tell(cancellation(company, 200, "D0001", "P0001", "2014-11-02", "2014-11-03"))
    company.tell(delivery(company, 200, "D0001", "P0001", "2014-11-02"), delivery(company, 201, "D0001", "P0001", "2014-11-02"))
    company.wait_for_totals(13, 3)


def test_a_vehicle_that_came_back_counts_as_cancelled_on_that_day(company):
    from remuda.event.v1 import lead_events_pb2 as events
    company.tell(delivery(company, 210, "D0001", "P0001", "2014-11-02"), delivery(company, 211, "D0001", "P0001", "2014-11-03"))
    company.wait_for_totals(15, 3)
    company.tell((events.DeliveryReturned(delivery_id=210, customer_id=210 % 7 + 1, dealer_unit_id=company.units["D0001"],
                                          delivered_on="2014-11-02", returned_on="2014-11-20"), "2014-11-20"),
                 cancellation(company, 211, "D0001", "P0001", "2014-11-03", "2014-11-04"))
    company.wait_for_totals(13, 3)
    company.call("Calculate", "2014-11")
    taken = [(a["of"], a["amount_fen"]) for a in company.document("P0001", "2014-11")["adjustments"]]
    assert taken == [("D200", -30000), ("D211", -50000), ("D210", -30000)], "each at the step where it had earned"


def test_a_dealer_counts_where_it_stood_on_the_day(company):
    company.operator.call("Directory/PutUnits", {"units": [
        {"code": "D0002", "name": "保定一店", "kind": "DEALER", "parent_code": "A1", "valid_from": "2014-12-10"}]})
    company.tell(delivery(company, 301, "D0002", "", "2014-12-09"), delivery(company, 302, "D0002", "", "2014-12-10"))
    company.wait_for_totals(15, 3)
    company.call("Calculate", "2014-12")
    assert sources(company, "M0002", "2014-12") == ["D301"]
    assert sources(company, "M0001", "2014-12") == ["D302"]


def test_vehicles_of_a_shared_lead_are_credited_in_parts_that_sum_to_the_last_fen(company):
    before, leads = company.totals()
    parts = [("D0001", "P0001", 333333), ("D0002", "P0002", 666667)]
    company.tell(delivery(company, 401, "D0001", "P0001", "2014-08-03", lead_id=77), shared(company, 77, parts, "2014-08-04"),
                 delivery(company, 402, "D0001", "P0001", "2014-08-05", lead_id=77),
                 delivery(company, 403, "D0002", "", "2014-08-06", lead_id=77))
    company.wait_for_totals(before + 3, leads)
    company.put(ladder("dealer_specialist", [{"from": 0, "fen": 50001}]))
    company.put(ladder("area_manager", [{"from": 0, "fen": 100}]))
    company.call("Calculate", "2014-08")
    one, other = company.line("P0001", "2014-08", "deliveries"), company.line("P0002", "2014-08", "deliveries")
    assert (one["sources"], one["basis_units_ppm"]) == (["D401", "D402", "D403"], 999999)
    # 401 was reported before the decision, which moves its credit. Of 403 the delivering dealer's part is nobody's.
    assert (other["sources"], other["basis_units_ppm"]) == (["D401", "D402"], 1333334)
    assert (one["amount_fen"], other["amount_fen"]) == (3 * 16667, 2 * 33334)
    areas = [company.statement(code, "2014-08").total_fen for code in ("M0001", "M0002")]
    assert areas == [3 * 33, 3 * 67], "each area the part of its dealers"


def test_a_lead_that_leaves_its_holder_is_shared_no_more_and_a_withdrawn_sharing_never_was(company):
    before, leads = company.totals()
    parts = [("D0001", "P0001", 500000), ("D0002", "P0002", 500000)]
    company.tell(shared(company, 78, parts, "2014-08-10", conflict_id=9), delivery(company, 411, "D0001", "P0001", "2014-08-11", lead_id=78),
                 released(78, "2014-08-12"), delivery(company, 412, "D0001", "P0001", "2014-08-13", lead_id=78))
    company.wait_for_totals(before + 2, leads)
    company.call("Calculate", "2014-08")
    assert company.line("P0001", "2014-08", "deliveries")["basis_units_ppm"] == 999999 + 1500000
    company.tell(shared(company, 78, [("D0001", "P0001", 1000000)], "2014-08-20", conflict_id=9, withdrawn=True))
    company.deployment.wait_until(lambda: company.query("SELECT 1 FROM incentive_calculation.lead_share WHERE is_withdrawn"), what="the withdrawal")
    company.call("Calculate", "2014-08")
    assert company.line("P0001", "2014-08", "deliveries")["basis_units_ppm"] == 999999 + 2000000


def test_a_new_version_of_a_plan_pays_from_its_day_on(company):
    company.put(ladder("dealer_specialist", [{"from": 0, "fen": 70000}], day="2014-10-01"))
    company.call("Calculate", "2014-10")
    assert company.statement("P0001", "2014-10").total_fen == 70000


def test_others_learn_nothing_and_readings_are_audited(company):
    own = company.client("P0001", "VIEWER", "D0001")
    manager = company.client("M0001", "MANAGER", "A1")
    assert company.statement("", "2014-09", own).person_code == "P0001"
    assert company.statement("P0001", "2014-09", own) == company.statement("P0001", "2014-09", manager)
    refusals = []
    for client, person in ((own, "P0002"), (own, "M0001"), (own, "P9999"), (manager, "M0002"), (manager, "P9999")):
        with pytest.raises(CallError) as refused:
            company.statement(person, "2014-09", client)
        refusals.append((refused.value.code, refused.value.message))
    assert len(set(refusals)) == 1 and refusals[0][0] == "PERMISSION_DENIED"
    audit = company.operator.call("Operations/ReadAudit", {"principal": "person-M0001"}, service="incentive_calculation").entries
    assert [(e.outcome, e.subject) for e in reversed(audit)] == [
        ("OK", "statement"), ("PERMISSION_DENIED", ""), ("PERMISSION_DENIED", "")]  # of the refused nothing is told here either
    for person in ("P9999", "S0001"):
        with pytest.raises(CallError) as missing:
            company.statement(person, "2014-09")
        assert missing.value.code == "NOT_FOUND"
    assert company.code_refused("Calculate", "2014-09", own) == "PERMISSION_DENIED"


def test_a_period_without_a_plan_is_refused(company):
    assert company.code_refused("Calculate", "2014-07") == "FAILED_PRECONDITION"
    with pytest.raises(CallError) as refused:
        company.operator.call("IncentiveCalculation/PutPlan", {"document": json.dumps(ladder("janitor", [{"from": 0, "fen": 1}]))})
    assert [v.field for v in refused.value.violations] == ["role"]
