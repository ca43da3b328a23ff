"""Pay by plan documents: drafts, four eyes, periods from calculated to closed, late facts settled forward."""

import json

import pytest
from harness.client import CallError
from harness.pay import SERVICE, Company, cancellation, delivery, shared


def document(steps, role="dealer_specialist", day="2014-01-01", **component):
    return json.dumps({"code": f"document-{role}", "role": role, "from": day, "period": "month", "rounding": "step", "components": [
        {"code": "vehicles", "kind": "stepped", "basis": "units", "mode": "marginal", "steps": steps, **component}]})


STEPS = [{"from": 0, "to": 2, "fen": 30000}, {"from": 2, "fen": 50000}]


@pytest.fixture(scope="module")
def company(make_deployment):
    company = Company(make_deployment(only=["directory", "incentive_calculation"]))
    company.operator.call(SERVICE + "PutPlan", {"document": document(STEPS, accumulate="quarter")})
    return company


def test_a_document_is_a_draft_until_a_second_person_approves_it(company):
    assert company.code_refused("Calculate", "2014-07") == "FAILED_PRECONDITION"
    own = {"plan_code": "document-dealer_specialist", "version": 1}
    with pytest.raises(CallError) as error:
        company.operator.call(SERVICE + "ApprovePlan", own)
    assert error.value.code == "PERMISSION_DENIED"
    company.second.call(SERVICE + "ApprovePlan", own)
    with pytest.raises(CallError) as error:
        company.second.call(SERVICE + "ApprovePlan", own)
    assert error.value.code == "FAILED_PRECONDITION"


def test_a_wrong_document_is_refused_at_its_field(company):
    with pytest.raises(CallError) as error:
        company.operator.call(SERVICE + "PutPlan", {"document": document([{"from": 0, "to": 2, "fen": 1}, {"from": 3, "fen": 2}])})
    assert [v.field for v in error.value.violations] == ["components[0].steps[1].from"]


def test_a_period_goes_from_calculated_to_closed_and_what_is_late_is_settled_in_the_next(company):
    company.tell(*[delivery(company, i, "D0001", "P0001", f"2014-07-{i:02d}") for i in range(1, 4)])
    company.wait_for_totals(3, 0)
    assert company.call("Calculate", "2014-07").total_fen == 110000
    assert company.code_refused("Approve", "2014-07", company.second) == "FAILED_PRECONDITION"
    company.call("Review", "2014-07")
    assert company.code_refused("Approve", "2014-07") == "PERMISSION_DENIED"
    company.call("Approve", "2014-07", company.second)
    assert company.code_refused("Calculate", "2014-07") == "FAILED_PRECONDITION"
    company.call("MarkPaid", "2014-07", payment_reference="T-1")
    assert company.code_refused("MarkPaid", "2014-07", payment_reference="T-1") == "FAILED_PRECONDITION"
    company.call("ClosePeriod", "2014-07")
    # one more of July is heard late; one of July comes back in August: the third, which had earned 500 yuan
    company.tell(delivery(company, 4, "D0001", "P0001", "2014-07-30"))
    company.wait_for_totals(4, 0)
    company.tell(cancellation(company, 3, "D0001", "P0001", "2014-07-03", "2014-08-05"))
    company.wait_for_totals(3, 0)
    company.call("Calculate", "2014-08")
    august = company.statement("P0001", "2014-08")
    assert (august.forwarded_fen, august.total_fen) == (50000, 0)
    told = json.loads(august.document)
    assert told["forwarded"] == [{"origin": "2014-07", "amount_fen": 50000}]
    assert [(a["of"], a["amount_fen"]) for a in told["adjustments"]] == [("D3", -50000)]
    company.call("Calculate", "2014-08")
    assert company.statement("P0001", "2014-08").document == august.document
    assert company.statement("P0001", "2014-07").total_fen == 110000


def test_what_was_settled_forward_is_not_settled_again(company):
    company.call("Review", "2014-08")
    company.call("Approve", "2014-08", company.second)
    company.call("Calculate", "2014-09")
    assert company.statement("P0001", "2014-09").total_fen == 0


def test_a_period_is_not_calculated_before_the_one_it_accumulates_on(company):
    assert company.code_refused("Calculate", "2014-12") == "FAILED_PRECONDITION"
    assert company.code_refused("Calculate", "2014-13") == "INVALID_ARGUMENT"


def test_products_and_prices_count_and_parts_of_a_shared_vehicle_sum_to_its_pay(company):
    from remuda.event.v1 import lead_events_pb2 as events
    plan = json.loads(document(STEPS, role="key_account_manager")) | {"components": [
        {"code": "by-product", "kind": "per_unit", "rates": [{"product": "VAN-1", "business": "government", "fen": 7}]},
        {"code": "revenue", "kind": "stepped", "basis": "revenue", "mode": "whole", "steps": [{"from": 0, "ppm": 10000}]}]}
    version = company.operator.call(SERVICE + "PutPlan", {"document": json.dumps(plan)}).version
    company.second.call(SERVICE + "ApprovePlan", {"plan_code": plan["code"], "version": version})
    company.tell((events.DeliveryReported(
        delivery_id=900, vin="LSJA24U62JG000900", customer_id=7, dealer_unit_id=company.units["D0001"], person_id=company.people["K0001"],
        product_code="VAN-1", price_fen=10_000_050, business_type="GOVERNMENT", delivered_on="2014-09-02"), "2014-09-02"))
    company.wait_for_totals(4, 0)
    company.call("Calculate", "2014-09")
    assert company.statement("K0001", "2014-09").total_fen == 7 + 100001
    # two dealers share one vehicle of 50,001 fen a unit above the step: a third and two thirds
    steps = [{"from": 0, "fen": 50001}]
    for day, expected in (("2014-08-31", "FAILED_PRECONDITION"), ("2014-09-01", None)):
        version = company.operator.call(SERVICE + "PutPlan", {"document": document(steps, day=day)}).version
        if expected:
            with pytest.raises(CallError) as error:
                company.second.call(SERVICE + "ApprovePlan", {"plan_code": "document-dealer_specialist", "version": version})
            assert error.value.code == expected
    company.second.call(SERVICE + "ApprovePlan", {"plan_code": "document-dealer_specialist", "version": version})
    company.tell(shared(company, 55, [("D0001", "P0001", 333333), ("D0002", "P0002", 666667)], "2014-09-03"),
                 delivery(company, 901, "D0001", "P0001", "2014-09-04", lead_id=55))
    company.wait_for_totals(5, 0)
    company.call("Calculate", "2014-09")
    earned = [json.loads(company.statement(person, "2014-09").document)["earned_fen"] for person in ("P0001", "P0002")]
    assert earned == [16667, 33334]


def test_people_see_their_own_and_managers_their_subtree(company):
    own, manager = company.client("P0001", "VIEWER", "D0001"), company.client("M0002", "MANAGER", "A2")
    assert [s.person_code for s in company.call("ListStatements", "2014-07", own).statements] == ["P0001"]
    assert [s.person_code for s in company.call("ListStatements", "2014-07", manager).statements] == ["P0002"]
    assert company.statement("", "2014-07", own).total_fen == 110000
    for person in ("P0001", "NOBODY"):
        with pytest.raises(CallError) as error:
            company.statement(person, "2014-07", manager)
        assert error.value.code == "PERMISSION_DENIED"


def test_a_person_tries_three_more_vehicles_and_headquarters_another_plan(company):
    own = company.client("P0002", "VIEWER", "D0002")
    tried = company.call("Simulate", "2014-10", own, more_units=3)
    assert (tried.people, tried.now_fen, tried.then_fen, tried.winners) == (1, 0, 3 * 50001, 1)
    assert company.code_refused("Simulate", "2014-10", own, person_code="P0001", more_units=3) == "PERMISSION_DENIED"
    dearer = company.call("Simulate", "2014-07", document=document([{"from": 0, "fen": 60000}]))
    assert (dearer.people, dearer.now_fen, dearer.then_fen, dearer.winners, dearer.losers) == (2, 160000, 240000, 1, 0)
    assert company.statement("P0001", "2014-07").total_fen == 110000


def test_a_disputed_line_is_corrected_in_the_next_period_once(company):
    own = company.client("P0001", "VIEWER", "D0001")
    raise_it = {"component": "vehicles", "reason": "two vehicles were counted at the lower rate"}
    dispute = company.call("Dispute", "2014-07", own, **raise_it)
    assert dispute.due_on
    assert company.code_refused("Dispute", "2014-07", own, **raise_it) == "ALREADY_EXISTS"
    assert company.code_refused("Dispute", "2014-07", own, component="none", reason="x") == "NOT_FOUND"
    before = company.statement("P0001", "2014-09").total_fen
    answer = {"dispute_id": dispute.dispute_id, "answer": "so it was", "correction_fen": 123}
    company.operator.call(SERVICE + "ResolveDispute", answer)
    with pytest.raises(CallError) as error:
        company.operator.call(SERVICE + "ResolveDispute", answer)
    assert error.value.code == "NOT_FOUND"
    for _ in range(2):
        company.call("Calculate", "2014-09")
        assert company.statement("P0001", "2014-09").total_fen == before + 123


def test_a_line_is_explained_and_a_payout_file_has_control_totals(company, tmp_path):
    line = company.operator.call(SERVICE + "ExplainLine", {"period": "2014-07", "person_code": "P0001", "component": "vehicles"})
    assert (line.amount_fen, list(line.sources)) == (110000, ["D1", "D2", "D3"])
    assert "2 × 300.00 + 1 × 500.00 = 1100.00" in line.formula
    assert company.code_refused("Export", "2014-09") == "FAILED_PRECONDITION"
    for name in ("payout.csv", "payout.xlsx"):
        done = company.deployment.run_command_line("incentive", "export", "2014-07", "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
    rows = [line.split(",") for line in (tmp_path / "payout.csv").read_text("utf-8-sig").splitlines()]
    assert rows[0] == ["period", "person_code", "person_name", "forwarded_fen", "total_fen", "total_yuan"]
    assert [row[1] for row in rows[1:]] == ["P0001", "P0002", "TOTAL"]
    assert sum(int(row[4]) for row in rows[1:-1]) == int(rows[-1][4]) == 110000
    assert (tmp_path / "payout.xlsx").read_bytes()[:2] == b"PK"
