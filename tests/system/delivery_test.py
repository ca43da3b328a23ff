"""Deliveries as dealers' systems and managers see them: reported, taken back, returned, imported."""

import json

import pytest

from harness.client import CallError
from harness.company import at_once, file_lead, found_company
from harness.workload import vin_of


@pytest.fixture(scope="module")
def deployment(make_deployment):
    """One worker: what is sent at once comes in few batches."""
    return make_deployment(only=["directory", "lead_intake"], settings={"REMUDA_WORKERS": "1"})


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


@pytest.fixture
def vins(request, people):
    """Vehicles of this test alone."""
    first = 100 * len(vins_given)
    vins_given.append(request.node.name)
    return [vin_of(1, first + n) for n in range(100)]


vins_given = []


def delivery(vin, **changes):
    return {"dealer_code": "D1", "vin": vin, "product_code": "T1", "delivered_on": "2014-09-20", "price_fen": 12000000} | changes


def report(people, vin, **changes):
    return people["D1"].call("LeadIntake/ReportDelivery", delivery(vin, **{"customer": {"name": "交车客户"}} | changes))


def take_back(client, vin, day, **options):
    return client.call("LeadIntake/ReturnDelivery", {"vin": vin, "returned_on": day, "reason": "客户退车"}, **options)


def refused(code, function, *arguments, **options):
    with pytest.raises(CallError) as caught:
        function(*arguments, **options)
    assert caught.value.code == code
    return caught.value


def sums(operator):
    totals = operator.call("LeadIntake/GetTotals")
    return totals.deliveries, totals.deliveries_cancelled, totals.deliveries_returned, totals.revenue_fen


def test_a_vehicle_that_came_back_may_be_delivered_again_and_both_stay_on_record(deployment, people, operator, vins):
    before = sums(operator)
    first = report(people, vins[0])
    returned = take_back(people["A1"], vins[0], "2014-09-22", key="back")
    assert returned.delivery_id == first.delivery_id
    assert take_back(people["A1"], vins[0], "2014-09-22", key="back") == returned
    assert sums(operator) == (before[0], before[1], before[2] + 1, before[3])
    assert refused("NOT_FOUND", take_back, people["A1"], vins[0], "2014-09-22").violations[0].field == "vin"
    assert report(people, vins[0], delivered_on="2014-09-25").delivery_id != first.delivery_id
    assert refused("ALREADY_EXISTS", report, people, vins[0], delivered_on="2014-09-26").violations[0].field == "vin"
    assert deployment.cluster.query("SELECT kind, entered_on::text, reason FROM lead_intake.delivery_entry WHERE delivery_id = %s",
                                    first.delivery_id) == [(2, "2014-09-22", "客户退车")]


def test_only_a_manager_above_the_dealer_returns_a_vehicle_and_others_learn_nothing(people, operator, vins):
    delivered = report(people, vins[0])
    refused("PERMISSION_DENIED", take_back, people["D1"], vins[0], "2014-09-22")
    unseen = refused("NOT_FOUND", take_back, people["A3"], vins[0], "2014-09-22")
    unknown = refused("NOT_FOUND", take_back, people["A3"], vins[1], "2014-09-22")
    assert unseen.message.replace(vins[0], "") == unknown.message.replace(vins[1], "")
    tried = operator.call("Operations/ReadAudit", {"principal": "manager-A3"}, service="lead_intake").entries
    assert [(entry.outcome, entry.subject, entry.subject_id) for entry in tried] == [("NOT_FOUND", "delivery", delivered.delivery_id)]


def test_a_vehicle_returns_between_its_delivery_and_today_for_a_reason(people, vins):
    report(people, vins[0])
    for day in ("2014-09-19", "2099-01-01", "bald", ""):
        assert refused("INVALID_ARGUMENT", take_back, people["A1"], vins[0], day).violations[0].field == "returned_on"
    without = refused("INVALID_ARGUMENT", people["A1"].call, "LeadIntake/ReturnDelivery", {"vin": vins[0], "returned_on": "2014-09-22"})
    assert without.violations[0].field == "reason"
    take_back(people["A1"], vins[0], "2014-09-20")


def test_an_entry_is_never_changed_by_the_service(deployment):
    rights = deployment.cluster.query("""
        SELECT privilege_type FROM information_schema.role_table_grants
        WHERE grantee = 'lead_intake' AND table_schema = 'lead_intake' AND table_name = 'delivery_entry' ORDER BY 1""")
    assert rights == [("INSERT",), ("SELECT",)]


@pytest.mark.parametrize("lead", [{}, {"lead_id": 1}, {"dealer_reference": "V-1"}])
def test_the_same_delivery_told_again_is_known_and_another_one_of_the_vehicle_is_refused(people, operator, vins, lead):
    if lead:
        filed = file_lead(people["D1"], "D1", f"平安第{len(vins_given)}客运站", dealer_reference=f"V-{vins[0]}")
        lead = {"lead_id": filed.lead_id} if "lead_id" in lead else {"dealer_reference": f"V-{vins[0]}"}
    first = report(people, vins[0], **lead)
    before = sums(operator)
    again = report(people, vins[0], **lead)
    assert (again.known_again, again.delivery_id, again.customer_id) == (True, first.delivery_id, first.customer_id)
    assert not first.known_again and sums(operator) == before
    for other in ({"delivered_on": "2014-09-21"}, {"price_fen": 1}, {"product_code": "V1"}):
        assert refused("ALREADY_EXISTS", report, people, vins[0], **lead | other).violations[0].field == "vin"
    refused("ALREADY_EXISTS", people["D2"].call, "LeadIntake/ReportDelivery", delivery(vins[0], dealer_code="D2", customer={"name": "交车客户"}))
    if not lead:
        refused("ALREADY_EXISTS", report, people, vins[0], customer={"name": "另一客户公司"})


def test_a_delivery_told_again_under_the_name_of_the_customers_other_half_is_known(people, operator, vins):
    ids = [report(people, vin, customer={"name": name}).customer_id for vin, name in zip(vins, ("江口渔业公司", "海湾捕捞总队"))]
    operator.call("LeadIntake/MergeCustomers", {"survivor_id": ids[0], "merged_id": ids[1], "reason": "同一客户"})
    assert report(people, vins[0], customer={"name": "海湾捕捞总队"}).known_again
    assert report(people, vins[1], customer={"name": "江口渔业公司"}).known_again


def test_more_delivered_than_ordered_warns_for_those_that_are_reported_at_once_too(people, vins):
    lead = file_lead(people["D1"], "D1", "城南公共交通公司", quantity=10)
    twice = [vin for vin in vins[:30] for _ in range(2)]
    answers = at_once(people["D1"], "LeadIntake/ReportDelivery", [delivery(vin, lead_id=lead.lead_id) for vin in twice])
    assert [answer.known_again for answer in answers] == [False, True] * 30
    assert [[warning.reason for warning in answer.warnings] for answer in answers[::2]] == [[]] * 10 + [["MORE_THAN_ORDERED"]] * 20
    assert not any(answer.warnings for answer in answers[1::2])


def test_more_delivered_than_ordered_warns_exactly_however_many_workers_report(make_deployment):
    deployment = make_deployment(only=["directory", "lead_intake"], settings={"REMUDA_WORKERS": "6"})
    people = found_company(deployment)
    for turn in range(8):
        lead = file_lead(people["D1"], "D1", f"城东公交{turn}公司", quantity=20, dealer_reference=f"W-{turn}")
        named = ({"lead_id": lead.lead_id}, {"dealer_reference": f"W-{turn}"})
        answers = at_once(people["D1"], "LeadIntake/ReportDelivery",
                          [delivery(vin_of(2, 100 * turn + n), **named[n % 2]) for n in range(60)])
        assert sum(bool(answer.warnings) for answer in answers) == 40


def test_a_returned_vehicle_is_still_to_be_delivered_on_its_lead(people, vins):
    lead = file_lead(people["D1"], "D1", "城北环卫所", quantity=3)
    for vin in vins[:3]:
        report(people, vin, lead_id=lead.lead_id, customer={})
    take_back(people["A1"], vins[0], "2014-09-22")
    assert people["D1"].call("LeadIntake/GetLead", {"lead_id": lead.lead_id}).lead.delivered == 2
    assert not report(people, vins[3], lead_id=lead.lead_id, customer={}).warnings
    assert report(people, vins[4], lead_id=lead.lead_id, customer={}).warnings[0].reason == "MORE_THAN_ORDERED"


def test_a_check_digit_that_fails_is_refused_but_of_a_small_makers_vin_warned_of(people):
    wrong = refused("INVALID_ARGUMENT", report, people, "LSJA24U65JG269225")  # LSJA24U62JG269225 is right
    assert [(v.field, v.reason) for v in wrong.violations] == [("vin", "CHECK_DIGIT")]
    answer = report(people, "LA9A24U65JGABC225")
    assert [(w.field, w.reason) for w in answer.warnings] == [("vin", "CHECK_DIGIT")] and "LA9ABC" in answer.warnings[0].message
    assert not report(people, "LA9A24U64JGABC225").warnings
    refused("INVALID_ARGUMENT", report, people, "LA9A24U62JGABC22I")


def test_a_spreadsheet_of_deliveries_gets_a_verdict_a_row_and_the_command_line_takes_vehicles_back(deployment, people, vins, tmp_path):
    lead = file_lead(people["D1"], "D1", "表格客户", quantity=3, dealer_reference="S-1")
    converter = "LA9" + vins[9][3:]  # of few vehicles; its check digit does not hold
    rows = [f"D1,{vins[0]},T1,S-1,,2014年9月20日,128000.50,成交", f"D1,{vins[1]},T1,,新买家,2014/9/21,,", f"D1,{vins[1]},T1,,新买家,2014/9/21,,",
            f"D1,{converter},T1,,新买家,2014/9/21,,", f"D1,{vins[2]},T1,,,2014/9/21,,", f"D9,{vins[3]},T1,,新买家,2014/9/21,,"]
    file = tmp_path / "deliveries.csv"
    file.write_bytes("\r\n".join(["经销商代码,车架号,产品代码,经销商编号,客户名称,交车日期,成交价(元),备注", *rows]).encode("gb18030"))
    done = deployment.run_command_line("delivery", "import", file, "--json")
    *told, summary = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 4, done.stderr
    assert [row["verdict"] for row in told] == ["accepted", "accepted", "known_again", "accepted", "invalid", "invalid"]
    assert [problem["field"] for row in told for problem in row["problems"]] == ["vin", "customer.name", "dealer_code"]
    stored = deployment.cluster.query("SELECT lead_id, price_fen, delivered_on::text FROM lead_intake.delivery WHERE vin = %s", vins[0])
    assert stored == [(lead.lead_id, 12800050, "2014-09-20")]
    done = deployment.run_command_line("delivery", "return", vins[0], "--reason", "客户退车", "--on", "2014/9/25")
    assert done.returncode == 0 and "returned" in done.stdout
    assert deployment.run_command_line("delivery", "return", vins[0], "--reason", "客户退车").returncode == 1
    assert deployment.run_command_line("delivery", "cancel", vins[1], "--reason", "误报", "--on", "2014-09-25").returncode == 0
