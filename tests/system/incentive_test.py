"""From plans and events to everybody's statement, through the real service. The events are lead_intake's, told in its name."""

import json
import pathlib

import pytest
from harness import lead_events
from harness.client import CallError, Keys

PLANS = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "sample" / "plans"
UNITS = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("R2", "华北大区", "REGION", "HQ"),
         ("A1", "四川区域", "AREA", "R1"), ("A2", "河北区域", "AREA", "R2"),
         ("D0001", "成都一店", "DEALER", "A1"), ("D0002", "保定一店", "DEALER", "A2")]
PEOPLE = [("P0001", "张伟", "D0001", "dealer_specialist"), ("P0002", "李娜", "D0002", "dealer_specialist"),
          ("M0001", "王芳", "A1", "area_manager"), ("M0002", "刘洋", "A2", "area_manager"),
          ("K0001", "陈静", "HQ", "key_account_manager"), ("S0001", "赵敏", "HQ", "department_staff")]


class Company:
    """A small company, and lead_intake's voice in the event log."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()
        self.operator.call("Directory/PutUnits", {"units": [
            {"code": c, "name": n, "kind": k, "parent_code": p, "valid_from": "2014-01-01"} for c, n, k, p in UNITS]})
        self.operator.call("Directory/PutPeople", {"people": [
            {"code": c, "name": n, "unit_code": u, "job": j, "valid_from": "2014-01-01"} for c, n, u, j in PEOPLE]})
        self.units = dict(self.query("SELECT code, unit_id FROM directory.unit_view"))
        self.people = dict(self.query("SELECT code, person_id FROM directory.person_view"))
        deployment.wait_until(self.tree_is_known, what="the service's knowledge of the units")
        for plan in sorted(PLANS.glob("*.json")):
            self.operator.call("IncentiveCalculation/PutPlan", json.loads(plan.read_text()))

    def query(self, sql, *parameters):
        return self.deployment.cluster.query(sql, *parameters)

    def tree_is_known(self):
        """The service hears of units at most a second late; until then it may not tell that there is no statement."""
        try:
            return self.statement("P0001", 2014, 9)
        except CallError as error:
            return error.code == "NOT_FOUND"

    def client(self, person_code, role, unit):
        """A person's own client."""
        keys = Keys.new()
        self.operator.call("Directory/GrantKey", {
            "principal_name": f"person-{person_code}", "public_key": keys.public, "person_code": person_code,
            "grants": [{"role": role, "unit_code": unit}]})
        return self.deployment.client_for(keys)

    def tell(self, *events):
        lead_events.tell(self.deployment.cluster, *events)

    def totals(self):
        totals = self.operator.call("IncentiveCalculation/GetTotals")
        return totals.credited_deliveries, totals.credited_leads

    def wait_for_totals(self, deliveries, leads):
        self.deployment.wait_until(lambda: self.totals() == (deliveries, leads), what=f"totals {deliveries}, {leads}")

    def run(self, year, month):
        return self.operator.call("IncentiveCalculation/RunMonth", {"year": year, "month": month})

    def statement(self, person_code, year, month, client=None):
        return (client or self.operator).call("IncentiveCalculation/GetStatement", {
            "person_code": person_code, "year": year, "month": month}).statement


@pytest.fixture(scope="module")
def company(make_deployment):
    return Company(make_deployment(only=["directory", "incentive_calculation"]))


def delivery(company, delivery_id, dealer, person, day, lead_id=0):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryReported(
        delivery_id=delivery_id, vin=f"LSJA24U62JG{delivery_id:06d}", customer_id=7 if lead_id else delivery_id % 7 + 1, product_line="van", lead_id=lead_id,
        dealer_unit_id=company.units[dealer], person_id=company.people.get(person, 0), delivered_on=day), day


def cancellation(company, delivery_id, dealer, person, day, cancelled_on):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryCancelled(
        delivery_id=delivery_id, customer_id=delivery_id % 7 + 1, dealer_unit_id=company.units[dealer],
        person_id=company.people.get(person, 0), delivered_on=day, cancelled_on=cancelled_on), cancelled_on


def lead(company, lead_id, dealer, person, day):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadFiled(lead_id=lead_id, customer_id=lead_id % 7 + 1, dealer_unit_id=company.units[dealer],
                            person_id=company.people.get(person, 0), product_line="van", quantity=1), day


def shared(company, lead_id, parts, day, **fields):
    """parts: (dealer, person, ppm)"""
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadShared(customer_id=7, lead_id=lead_id, parts=[
        events.LeadCredit(unit_id=company.units[dealer], person_id=company.people.get(person, 0), credit_ppm=ppm)
        for dealer, person, ppm in parts], **fields), day


def released(lead_id, day):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadReleased(customer_id=7, lead_id=lead_id, reason="无力跟进"), day


def test_a_month_is_paid_by_steps_and_every_line_says_why(company):
    company.tell(*[delivery(company, i, "D0001", "P0001", f"2014-09-{i:02d}") for i in range(1, 6)],
                 *[delivery(company, i, "D0002", "", "2014-09-20") for i in range(6, 12)],
                 *[lead(company, i, "D0001", "P0001", "2014-09-03") for i in range(1, 4)],
                 delivery(company, 99, "D0001", "P0001", "2014-10-01"))
    company.wait_for_totals(12, 3)
    run = company.run(2014, 9)
    assert run.people == 5
    specialist = company.statement("P0001", 2014, 9)
    # deploy/sample/plans/dealer_specialist.json: 3 x 300 yuan, 2 x 500 yuan, 3 leads x 20 yuan
    assert [(l.component, l.basis_units, l.from_units, l.amount_fen) for l in specialist.lines] == [
        ("deliveries", 3, 0, 90000), ("deliveries", 2, 3, 100000), ("information_award", 3, 0, 6000)]
    assert [list(l.source_ids) for l in specialist.lines] == [[1, 2, 3], [4, 5], [1, 2, 3]]
    assert specialist.total_fen == 196000
    assert "vehicles 4 to 5 of the month: 2 x 500.00 yuan = 1000.00 yuan" in specialist.lines[1].reason
    assert (specialist.person_name, specialist.plan_code, specialist.plan_version) == ("张伟", "specialist-2014", 1)
    # deploy/sample/plans/area_manager.json, whole: all of the area's dealers, whoever sold
    assert company.statement("M0001", 2014, 9).total_fen == 5 * 8000 + 3 * 500
    assert company.statement("M0002", 2014, 9).total_fen == 6 * 8000
    assert company.statement("P0002", 2014, 9).total_fen == 0
    everybody = sum(company.statement(code, 2014, 9).total_fen for code in ("P0001", "P0002", "M0001", "M0002", "K0001"))
    assert run.total_fen == everybody


def test_reasons_are_told_in_the_callers_language(company):
    client = company.deployment.operator(locale="zh-CN")
    assert "本月第4至5台：2台 × 500.00元 = 1000.00元" in company.statement("P0001", 2014, 9, client).lines[1].reason


def test_events_tell_that_there_is_a_statement_but_no_amount(company):
    from remuda.event.v1 import incentive_events_pb2 as events
    rows = company.query("SELECT subject, payload FROM event_log.event WHERE type = 'remuda.event.v1.StatementCalculated'")
    told = [events.StatementCalculated.FromString(bytes(payload)) for _, payload in rows]
    assert {subject for subject, _ in rows} == {t.person_id for t in told} >= {company.people["P0001"]}
    assert all((t.year, t.month) == (2014, 9) and t.run_id and t.statement_id for t in told)
    assert "196000" not in company.deployment.services["incentive_calculation"].log.read_text()


def test_a_later_cancellation_counts_only_when_the_month_is_run_again_and_the_old_run_is_kept(company):
    before = company.statement("P0001", 2014, 9)
    company.tell(cancellation(company, 5, "D0001", "P0001", "2014-09-05", "2014-10-08"))
    company.wait_for_totals(11, 3)
    assert company.statement("P0001", 2014, 9) == before
    again = company.run(2014, 9)
    after = company.statement("P0001", 2014, 9)
    assert after.run_id == again.run_id > before.run_id
    assert after.total_fen == before.total_fen - 50000
    kept = company.query("SELECT total_fen FROM incentive_calculation.statement WHERE statement_id = %s", before.statement_id)
    assert kept == [(before.total_fen,)]


def test_a_cancellation_counts_even_when_it_is_heard_before_the_report(company):
    company.tell(cancellation(company, 200, "D0001", "P0001", "2014-11-02", "2014-11-03"))
    company.tell(delivery(company, 200, "D0001", "P0001", "2014-11-02"), delivery(company, 201, "D0001", "P0001", "2014-11-02"))
    company.wait_for_totals(12, 3)


def test_a_vehicle_that_came_back_counts_as_cancelled_on_that_day(company):
    from remuda.event.v1 import lead_events_pb2 as events
    company.tell(delivery(company, 210, "D0001", "P0001", "2014-11-02"), delivery(company, 211, "D0001", "P0001", "2014-11-03"))
    company.wait_for_totals(14, 3)
    company.tell((events.DeliveryReturned(delivery_id=210, customer_id=210 % 7 + 1, dealer_unit_id=company.units["D0001"],
                                          delivered_on="2014-11-02", returned_on="2014-11-20"), "2014-11-20"),
                 cancellation(company, 211, "D0001", "P0001", "2014-11-03", "2014-11-04"))
    company.wait_for_totals(12, 3)
    ended = company.query("SELECT cancelled_on::text FROM incentive_calculation.delivery_credit WHERE delivery_id = 210")
    assert ended == [("2014-11-20",)]


def test_a_dealer_counts_where_it_stood_on_the_day(company):
    company.operator.call("Directory/PutUnits", {"units": [
        {"code": "D0002", "name": "保定一店", "kind": "DEALER", "parent_code": "A1", "valid_from": "2014-12-10"}]})
    company.tell(delivery(company, 301, "D0002", "", "2014-12-09"), delivery(company, 302, "D0002", "", "2014-12-10"))
    company.wait_for_totals(14, 3)
    company.run(2014, 12)
    assert [list(l.source_ids) for l in company.statement("M0002", 2014, 12).lines if l.component == "deliveries"] == [[301]]
    assert [list(l.source_ids) for l in company.statement("M0001", 2014, 12).lines if l.component == "deliveries"] == [[302]]


def test_vehicles_of_a_shared_lead_are_credited_in_parts_that_sum_to_the_last_fen(company):
    before, leads = company.totals()
    parts = [("D0001", "P0001", 333333), ("D0002", "P0002", 666667)]
    company.tell(delivery(company, 401, "D0001", "P0001", "2014-08-03", lead_id=77), shared(company, 77, parts, "2014-08-04"),
                 delivery(company, 402, "D0001", "P0001", "2014-08-05", lead_id=77),
                 delivery(company, 403, "D0002", "", "2014-08-06", lead_id=77))
    company.wait_for_totals(before + 3, leads)
    plan = json.loads((PLANS / "dealer_specialist.json").read_text()) | {
        "planCode": "shared-august", "validFrom": "2014-08-01", "steps": [{"fromUnits": "0", "fenPerUnit": "50001"}]}
    company.operator.call("IncentiveCalculation/PutPlan", plan)
    managers = json.loads((PLANS / "area_manager.json").read_text()) | {
        "planCode": "shared-august-area", "validFrom": "2014-08-01", "mode": "MARGINAL", "steps": [{"fromUnits": "0", "fenPerUnit": "100"}]}
    company.operator.call("IncentiveCalculation/PutPlan", managers)
    company.run(2014, 8)
    one, other = company.statement("P0001", 2014, 8), company.statement("P0002", 2014, 8)
    assert [(list(l.source_ids), l.credited_ppm) for l in one.lines if l.component == "deliveries"] == [([401, 402, 403], 1666666)]
    # 401 was reported before the decision: whole. Of 403 the delivering dealer's part is nobody's.
    assert [(list(l.source_ids), l.credited_ppm) for l in other.lines if l.component == "deliveries"] == [([402], 666667)]
    assert (one.total_fen, other.total_fen) == (50001 + 16667 + 16667, 33334)
    assert "1.666666 x 500.01 yuan" in one.lines[0].reason
    areas = [company.statement(code, 2014, 8).total_fen for code in ("M0001", "M0002")]
    assert areas == [100 + 33 + 33, 67 + 67], "each area the part of its dealers"


def test_a_lead_that_leaves_its_holder_is_shared_no_more_and_a_withdrawn_sharing_never_was(company):
    before, leads = company.totals()
    parts = [("D0001", "P0001", 500000), ("D0002", "P0002", 500000)]
    company.tell(shared(company, 78, parts, "2014-08-10", conflict_id=9), delivery(company, 411, "D0001", "P0001", "2014-08-11", lead_id=78),
                 released(78, "2014-08-12"), delivery(company, 412, "D0001", "P0001", "2014-08-13", lead_id=78))
    company.wait_for_totals(before + 2, leads)
    company.run(2014, 8)
    assert [l.credited_ppm for l in company.statement("P0001", 2014, 8).lines if l.component == "deliveries"] == [1666666 + 1500000]
    company.tell(shared(company, 78, [("D0001", "P0001", 1000000)], "2014-08-20", conflict_id=9, withdrawn=True))
    company.deployment.wait_until(lambda: company.query("SELECT 1 FROM incentive_calculation.lead_share WHERE is_withdrawn"), what="the withdrawal")
    company.run(2014, 8)
    assert [l.credited_ppm for l in company.statement("P0001", 2014, 8).lines if l.component == "deliveries"] == [1666666 + 2000000]


def test_a_new_version_of_a_plan_pays_from_its_month_on(company):
    plan = json.loads((PLANS / "dealer_specialist.json").read_text())
    plan |= {"validFrom": "2014-10-01", "mode": "WHOLE", "steps": [{"fromUnits": "0", "fenPerUnit": "70000"}]}
    assert company.operator.call("IncentiveCalculation/PutPlan", plan).version == 2
    company.run(2014, 10)
    october = company.statement("P0001", 2014, 10)
    assert (october.total_fen, october.plan_version) == (70000, 2)
    company.run(2014, 9)
    assert company.statement("P0001", 2014, 9).plan_version == 1


def test_everybody_sees_their_own_managers_their_people_and_others_learn_nothing(company):
    own = company.client("P0001", "VIEWER", "D0001")
    manager = company.client("M0001", "MANAGER", "A1")
    assert company.statement("", 2014, 9, own).person_code == "P0001"
    assert company.statement("P0001", 2014, 9, own) == company.statement("P0001", 2014, 9, manager)
    refusals = []
    for client, person in ((own, "P0002"), (own, "M0001"), (own, "P9999"), (manager, "M0002"), (manager, "P9999")):
        with pytest.raises(CallError) as refused:
            company.statement(person, 2014, 9, client)
        refusals.append((refused.value.code, refused.value.message))
    assert len(set(refusals)) == 1 and refusals[0][0] == "PERMISSION_DENIED"
    audit = company.operator.call("Operations/ReadAudit", {"principal": "person-M0001"}, service="incentive_calculation").entries
    assert [(e.outcome, e.subject) for e in reversed(audit)] == [
        ("OK", "statement"), ("PERMISSION_DENIED", ""), ("PERMISSION_DENIED", "")]  # of the refused nothing is told here either
    for person in ("P9999", "S0001"):
        with pytest.raises(CallError) as missing:
            company.statement(person, 2014, 9)
        assert missing.value.code == "NOT_FOUND"
    with pytest.raises(CallError) as refused:
        own.call("IncentiveCalculation/RunMonth", {"year": 2014, "month": 9})
    assert refused.value.code == "PERMISSION_DENIED"


def test_every_wrong_field_of_a_plan_is_named(company):
    with pytest.raises(CallError) as refused:
        company.operator.call("IncentiveCalculation/PutPlan", {
            "plan_code": "broken", "job": "area_manager", "valid_from": "2014-09-02", "mode": "MARGINAL",
            "steps": [{"from_units": 0}, {"from_units": 5}, {"from_units": 5, "fen_per_unit": -1}]})
    assert refused.value.code == "INVALID_ARGUMENT"
    assert {v.field for v in refused.value.violations} == {"valid_from", "steps[2].from_units", "steps[2].fen_per_unit"}


def test_a_plan_stays_with_its_job_and_a_month_without_a_plan_is_refused(company):
    plan = json.loads((PLANS / "dealer_specialist.json").read_text())
    with pytest.raises(CallError) as refused:
        company.operator.call("IncentiveCalculation/PutPlan", plan | {"job": "area_manager"})
    assert refused.value.code == "FAILED_PRECONDITION"
    with pytest.raises(CallError) as refused:
        company.run(2014, 7)
    assert refused.value.code == "FAILED_PRECONDITION"


def test_the_same_run_asked_twice_is_one_run(company):
    month = {"year": 2014, "month": 9}
    first = company.operator.call("IncentiveCalculation/RunMonth", month, key="september-once")
    assert company.operator.call("IncentiveCalculation/RunMonth", month, key="september-once") == first
