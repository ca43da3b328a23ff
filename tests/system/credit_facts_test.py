"""What credits depend on: products, tiers, merges, outcomes and quality of leads, roles' parts, targets and evaluations, from the event log."""

import datetime

import psycopg2
import pytest
from harness.pay import Company, delivery, lead, shared

PERIOD = "2014-09"


@pytest.fixture(scope="module")
def company(make_deployment):
    company = Company(make_deployment(only=["directory", "incentive_calculation"]))
    company.operator.call("Directory/PutProducts", {"products": [
        {"code": "VAN-C", "name": "指挥车", "product_line": "van", "use_class": "COMMAND"}]})
    return company


def plan(role, components, period="month", day="2014-01-01", **more):
    return {"code": f"facts-{role}-{period}", "role": role, "from": day, "period": period, "rounding": "step", "components": components, **more}


def tell_as(company, service, message, subject, day):
    """One event of another service."""
    connection = company.deployment.cluster.connect(service)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO event_log.event (partition, type, subject, occurred_at, traceparent, payload) VALUES (%s, %s, %s, %s, '', %s)",
                       (subject & 15, message.DESCRIPTOR.full_name, subject, datetime.datetime.fromisoformat(f"{day}T12:00:00+08:00"),
                        psycopg2.Binary(message.SerializeToString())))
    connection.close()


def eventually(company, expected, what, asked):
    """Statements of an open period tell what is known at the instant."""
    company.deployment.wait_until(lambda: asked() == expected, what=f"{what} {expected}")


def test_use_and_tier_choose_the_rate_and_a_merge_moves_it(company):
    from remuda.event.v1 import lead_events_pb2 as leads, tiering_events_pb2 as tiering
    company.put(plan("dealer_specialist", [
        {"code": "vehicles", "kind": "per_unit", "rates": [{"use": "command", "tier": "key", "fen": 900}, {"use": "command", "fen": 70}, {"fen": 5}]},
        {"code": "leads", "kind": "information", "rates": [{"outcome": "won", "fen": 20000}, {"outcome": "advanced", "quality_from": 60, "fen": 5000},
                                                           {"outcome": "filed", "quality_from": 80, "fen": 2000}]}]))
    earned = lambda: company.line("P0001", PERIOD, "vehicles")["amount_fen"]  # noqa: E731
    tell_as(company, "customer_tiering", tiering.TierAssigned(customer_id=20, run_id=4, tier="KEY"), 20, "2014-08-20")
    message, day = delivery(company, 1, "D0001", "P0001", "2014-09-02")
    message.product_code, message.customer_id = "VAN-C", 21
    other, _ = delivery(company, 2, "D0001", "P0001", "2014-09-03")
    company.tell((message, day), (other, "2014-09-03"))
    eventually(company, 75, "pay by use", earned)
    company.tell((leads.CustomersMerged(merge_id=1, customer_id=21, survivor_id=20), "2014-09-10"))
    eventually(company, 905, "pay by the survivor's tier", earned)
    versions = company.document("P0001", PERIOD)["depends_on"]["credits"]
    assert [c.get("tier_run") for c in versions] == [4, None] and all(c["told_at"] > 0 for c in versions)
    company.tell((leads.CustomersUnmerged(merge_id=1, customer_id=21, survivor_id=20), "2014-09-11"))
    eventually(company, 75, "pay after the parting", earned)


def test_a_lead_is_paid_by_what_became_of_it_and_by_its_quality(company):
    from remuda.event.v1 import lead_events_pb2 as events
    earned = lambda: company.line("P0001", PERIOD, "leads")["amount_fen"]  # noqa: E731
    for number in (1, 2, 3, 4):
        message, day = lead(company, number, "D0001", "P0001", "2014-09-03")
        message.quality.score, message.customer_id = 85, 7
        company.tell((message, day))
    eventually(company, 8000, "awards", earned)
    company.tell((events.LeadAdvanced(lead_id=1, customer_id=7), "2014-09-05"), (events.LeadClosed(lead_id=2, customer_id=7, outcome="WON"), "2014-09-06"))
    company.tell((events.LeadRated(lead_id=3, customer_id=7, state="HELD", quality={"score": 79}), "2014-09-07"),
                 (events.LeadClosed(lead_id=4, customer_id=7, outcome="INVALID"), "2014-09-07"))
    eventually(company, 5000 + 20000, "awards", earned)
    assert company.line("P0001", PERIOD, "leads")["sources"] == ["L1", "L2", "L3"], "one that is invalid is no accepted lead"


def test_roles_share_a_vehicle_by_the_parts_of_their_plans_to_the_last_fen(company):
    parts = {"dealer_specialist": 333333, "area_manager": 333333, "region_director": 333334}
    rate = [{"code": "shared", "kind": "per_unit", "rates": [{"fen": 50001}]}]
    company.operator.call("Directory/PutPeople", {"people": [
        {"code": "R0001", "name": "周强", "unit_code": "R1", "job": "region_director", "valid_from": "2014-01-01"}]})
    for role in parts:
        company.put(plan(role, rate, day="2014-10-01", parts=parts) | {"code": f"parts-{role}"})
    message, day = delivery(company, 50, "D0001", "P0001", "2014-10-02", lead_id=900)
    company.tell((message, day))
    amounts = lambda *people: [company.line(code, "2014-10", "shared")["amount_fen"] for code in people]  # noqa: E731
    eventually(company, [16667, 16667, 16667], "parts of roles", lambda: amounts("P0001", "M0001", "R0001"))
    company.tell(shared(company, 900, [("D0001", "P0001", 500000), ("D0002", "P0002", 500000)], "2014-10-05"))
    company.operator.call("Directory/PutPeople", {"people": [
        {"code": "R0002", "name": "吴刚", "unit_code": "R2", "job": "region_director", "valid_from": "2014-01-01"}]})
    everybody = "P0001", "P0002", "M0001", "M0002", "R0001", "R0002"
    eventually(company, True, "parts of dealers and roles", lambda: set(amounts(*everybody)) <= {8333, 8334})
    assert sum(amounts(*everybody)) == 50001


def test_targets_and_evaluations_are_taken_from_the_log(company):
    from remuda.event.v1 import target_events_pb2 as targets
    bonus = {"code": "bonus", "kind": "stepped", "basis": "attainment", "mode": "marginal", "bonus_fen": 2000000, "steps": [
        {"from": 0, "to": 1000000, "ppm": 1000000}, {"from": 1000000, "ppm": 1400000}]}
    company.put(plan("area_manager", [bonus], day="2014-11-01") | {"code": "attainment-month"})
    gated = bonus | {"gates": [{"fact": "quality", "at_least": 80, "below_ppm": 500000}]}
    company.put(plan("area_manager", [gated], period="quarter"))
    for month in (10, 11):
        tell_as(company, "target_planning", targets.TargetIssued(plan_id=1, year=2014, month=month, unit_id=company.units["A1"], units=4), 1, f"2014-{month}-01")
    company.tell(*[delivery(company, 60 + i, "D0001", "P0001", "2014-11-05") for i in range(5)])
    earned = lambda period: company.line("M0001", period, "bonus")["amount_fen"]  # noqa: E731
    eventually(company, True, "the months' targets", lambda: company.query("SELECT count(*) FROM incentive_calculation.unit_target") == [(2,)])
    eventually(company, 2000000 + 700000, "pay by attainment 125 %", lambda: earned("2014-11"))
    evaluated = targets.QuarterEvaluated(plan_id=1, year=2014, quarter=4, unit_id=company.units["A1"], attainment_ppm=1100000, quality_ppm=790000)
    tell_as(company, "target_planning", evaluated, 1, "2015-01-05")
    eventually(company, True, "the evaluation", lambda: company.query("SELECT count(*) FROM incentive_calculation.evaluation") == [(1,)])
    assert earned("2014-Q4") == (2000000 + 280000) // 2, "attainment 110 %, quality below the gate"
    assert {f["fact"] for f in company.document("M0001", "2014-Q4")["depends_on"]["facts"]} == {"attainment", "quality", "target_units"}
    assert earned("2014-11") == 2700000, "months do not follow what is told of quarters"


def test_who_changes_roles_inside_a_period_is_paid_by_each_for_its_days(company):
    company.operator.call("Directory/PutPeople", {"people": [
        {"code": "K0001", "name": "陈静", "unit_code": "D0001", "job": "dealer_specialist", "valid_from": "2014-11-11"}]})
    company.put(plan("key_account_manager", [{"code": "old", "kind": "stepped", "basis": "units", "mode": "marginal", "steps": [{"from": 0, "fen": 300}]}]))
    company.tell(delivery(company, 80, "D0001", "K0001", "2014-11-02"))
    eventually(company, 100, "ten days of thirty", lambda: company.line("K0001", "2014-11", "old")["amount_fen"])


def test_what_is_heard_of_last_year_is_settled_in_the_open_period_wherever_it_moves(company):
    company.put(plan("dealer_specialist", [{"code": "vehicles", "kind": "per_unit", "rates": [{"fen": 1000}]}], day="2014-12-01") | {"code": "december"})
    company.put(plan("area_manager", [{"code": "vehicles", "kind": "per_unit", "rates": [{"fen": 10}]}], day="2014-12-01") | {"code": "december-area"})
    company.tell(delivery(company, 90, "D0001", "P0001", "2014-12-05", lead_id=901))
    eventually(company, 1000, "the delivery", lambda: company.line("P0001", "2014-12", "vehicles")["amount_fen"])
    company.settle("2014-12")
    company.tell(shared(company, 901, [("D0001", "P0001", 600000), ("D0002", "P0002", 400000)], "2015-01-10"), delivery(company, 91, "D0001", "P0001", "2014-12-20"))
    forwarded = lambda *people: [company.document(code, "2015-01")["forwarded"] for code in people]  # noqa: E731
    eventually(company, [[{"origin": "2014-12", "amount_fen": 600}], [{"origin": "2014-12", "amount_fen": 400}]], "settled", lambda: forwarded("P0001", "P0002"))
    open_statement = company.document("P0001", "2015-01")
    company.call("Calculate", "2015-01")
    company.call("Review", "2015-01")
    assert company.document("P0001", "2015-01") == open_statement, "what was calculated at once is what all were calculated with"
    assert company.statement("P0001", "2014-12").total_fen == 1000, "nothing closed is rewritten"
