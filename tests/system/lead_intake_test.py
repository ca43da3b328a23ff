"""Lead intake as dealers' systems see it: who holds an opportunity, who a customer is, what was delivered."""

import threading
import time

import pytest
from identifiers import uscc  # deploy/sample
from harness.client import CallError, Connection, request_message, response_message

VINS = ["1M8GDM9AXKP042788", "LSJA24U62JG269225", "LDC613P23A1305189"]
USCC = "91350100M000100Y43"  # structure and both check digits hold


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"], settings={"REMUDA_LOG_LEVEL": "info"})


@pytest.fixture(scope="module", autouse=True)
def company(operator):
    units = [("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"), ("A2", "云南", "AREA", "R1"),
             ("D1", "成都一店", "DEALER", "A1"), ("D2", "成都二店", "DEALER", "A1"), ("D3", "昆明店", "DEALER", "A2")]
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"}
        for code, name, kind, parent in units]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND", "list_price_fen": 12800000},
        {"code": "V1", "name": "作业车", "product_line": "van", "use_class": "OPERATION", "list_price_fen": 9800000}]})


@pytest.fixture(scope="module")
def dealers(deployment, company):
    made = {code: deployment.principal(f"dealer-{code}", ("DEALER_USER", code)) for code in ("D1", "D2", "D3")}
    for client in made.values():
        deployment.wait_until(lambda c=client: known(c), what="the new dealer's key")
    return made


def uscc_of(number):
    """A social credit code whose structure and check digits hold."""
    return uscc("91", "510100", number)


def known(client):
    try:
        client.call("Operations/Ping", {}, service="lead_intake", timeout=1)
        return True
    except CallError:
        return False


def filing(dealer, name, **changes):
    return {"dealer_code": dealer, "customer": {"name": name} | changes.pop("customer", {}), "product_code": "T1", "quantity": 3,
            "found_on": "2014-09-01"} | changes


def file_lead(client, *arguments, key=None, **changes):
    return client.call("LeadIntake/FileLead", filing(*arguments, **changes), key=key)


def verdict(answer):
    return answer.DESCRIPTOR.fields_by_name["verdict"].enum_type.values_by_number[answer.verdict].name


def refused(code, call, *arguments, **options):
    with pytest.raises(CallError) as caught:
        call(*arguments, **options)
    assert caught.value.code == code, caught.value
    return caught.value


def test_the_first_dealer_holds_the_opportunity_and_the_second_learns_only_until_when(dealers):
    first = file_lead(dealers["D1"], "D1", "成都市公安局")
    assert (verdict(first), first.customer_is_new) == ("ACCEPTED", True)
    second = file_lead(dealers["D2"], "D2", "成都市公安局")
    assert (verdict(second), second.lead_id, second.customer_id) == ("HELD_BY_OTHER", 0, 0)
    assert second.protected_until_unix_ms == first.protected_until_unix_ms > time.time() * 1000
    free = dealers["D2"].call("LeadIntake/CheckLead", {"dealer_code": "D2", "customer": {"name": "成都市公安局"}, "product_code": "T1"})
    assert (free.is_free, free.held_until_unix_ms) == (False, first.protected_until_unix_ms)


def test_another_product_line_of_the_same_customer_is_another_opportunity(dealers):
    file_lead(dealers["D1"], "D1", "成都市水务局")
    other = file_lead(dealers["D2"], "D2", "成都市 水务局", product_code="V1")
    assert (verdict(other), other.customer_is_new) == ("ACCEPTED", False)


def test_the_same_dealer_is_told_its_own_lead_again(dealers):
    first = file_lead(dealers["D1"], "D1", "成都市卫生局")
    again = file_lead(dealers["D1"], "D1", "成都市卫生局")
    assert (verdict(again), again.lead_id, again.customer_id) == ("KNOWN_AGAIN", first.lead_id, first.customer_id)


def test_a_call_that_is_sent_again_with_its_key_gets_its_first_answer_and_takes_effect_once(dealers, operator):
    before = operator.call("LeadIntake/GetTotals")
    answers = [file_lead(dealers["D1"], "D1", "成都市教育局", key="again-1") for _ in range(3)]
    assert len({answer.SerializeToString() for answer in answers}) == 1
    assert operator.call("LeadIntake/GetTotals").leads == before.leads + 1
    held = [file_lead(dealers["D2"], "D2", "成都市教育局", key="held-1").SerializeToString() for _ in range(2)]
    assert held[0] == held[1]


def test_a_key_with_another_payload_is_refused(dealers):
    file_lead(dealers["D1"], "D1", "成都市财政局", key="reused-1")
    error = refused("ALREADY_EXISTS", file_lead, dealers["D1"], "D1", "成都市邮政局", key="reused-1")
    assert error.violations[0].field == "idempotency_key"
    file_lead(dealers["D2"], "D2", "成都市财政局", key="reused-1")  # another principal's key is another key


def test_a_dealers_reference_is_used_once(dealers):
    first = file_lead(dealers["D1"], "D1", "成都烟草公司", dealer_reference="X-1")
    error = refused("INVALID_ARGUMENT", file_lead, dealers["D1"], "D1", "绵阳烟草公司", dealer_reference="X-1")
    assert error.violations[0].field == "dealer_reference" and str(first.lead_id) in error.violations[0].message


def test_a_filing_that_comes_again_under_its_reference_is_known_again_even_with_a_new_key(dealers):
    first = file_lead(dealers["D1"], "D1", "乐山烟草公司", dealer_reference="X-2")
    again = file_lead(dealers["D1"], "D1", "乐山烟草公司", dealer_reference="X-2", remarks="corrected")
    assert (verdict(again), again.lead_id) == ("KNOWN_AGAIN", first.lead_id)


def test_a_filing_in_review_that_comes_again_under_its_reference_is_still_in_review(dealers):
    file_lead(dealers["D2"], "D2", "资阳烟草公司", customer={"uscc": uscc_of(1)})
    first = file_lead(dealers["D1"], "D1", "资阳烟草公司", customer={"uscc": uscc_of(2)}, dealer_reference="X-3")
    again = file_lead(dealers["D1"], "D1", "资阳烟草公司", customer={"uscc": uscc_of(2)}, dealer_reference="X-3")
    assert [verdict(first), verdict(again), again.lead_id] == ["NEEDS_REVIEW", "NEEDS_REVIEW", first.lead_id]


def test_one_name_under_two_codes_in_one_batch_is_one_customer_and_one_review(deployment, dealers):
    connection = Connection(deployment.services["lead_intake"].endpoint, deployment.services["lead_intake"].keys.public,
                            dealers["D1"].keys)
    calls = {}
    for i in range(40):
        fields = filing("D1", f"两码公司{i // 2}", customer={"uscc": uscc_of(100 + i)})
        request = request_message("LeadIntake/FileLead", fields)
        calls[connection.send("remuda.lead.v1.LeadIntake/FileLead", request, key=f"two-codes-{i}")] = i
    verdicts = {}
    for _ in range(40):
        outcome, body = connection.receive(10)
        answer = response_message("LeadIntake/FileLead", body)
        verdicts.setdefault(calls[outcome.call_id] // 2, []).append(verdict(answer))
    connection.close()
    assert {tuple(sorted(pair)) for pair in verdicts.values()} == {("ACCEPTED", "NEEDS_REVIEW")}


def test_a_social_credit_code_finds_the_customer_under_another_name(dealers):
    first = file_lead(dealers["D1"], "D1", "福州甲乙物流有限公司", customer={"uscc": USCC})
    again = file_lead(dealers["D1"], "D1", "甲乙物流", customer={"uscc": USCC.lower()}, product_code="V1")
    assert again.customer_id == first.customer_id


def test_a_name_with_another_code_goes_to_review_and_is_held_by_nobody(dealers, operator):
    before = operator.call("LeadIntake/GetTotals")
    file_lead(dealers["D1"], "D1", "厦门丙丁运输有限公司", customer={"uscc": "91350211M0000XUF46"})
    answer = file_lead(dealers["D2"], "D2", "厦门丙丁运输有限公司", customer={"uscc": "91350203M0001FUE2P"})
    assert (verdict(answer), answer.customer_id, answer.protected_until_unix_ms) == ("NEEDS_REVIEW", 0, 0)
    assert operator.call("LeadIntake/GetTotals").leads_in_review == before.leads_in_review + 1


def test_a_code_that_fails_its_check_digit_warns_and_is_taken(dealers):
    answer = file_lead(dealers["D3"], "D3", "昆明戊己公司", customer={"uscc": "91350100M0001TGQXM"})
    assert verdict(answer) == "ACCEPTED"
    assert answer.warnings[0].field == "customer.uscc"


@pytest.mark.parametrize("field, changes", [
    ("quantity", {"quantity": 0}),
    ("product_code", {"product_code": "NOPE"}),
    ("product_code", {"product_code": ""}),
    ("dealer_code", {"dealer_code": "D999"}),
    ("found_on", {"found_on": "2014-02-30"}),
    ("expected_on", {"expected_on": "2014/9/1"}),
    ("customer.name", {"customer": {"name": " "}}),
    ("customer.uscc", {"customer": {"uscc": "123"}}),
    ("customer.industry_code", {"customer": {"industry_code": "nonsense"}}),
    ("person_code", {"person_code": "P999"}),
])
def test_a_wrong_field_is_named_with_its_remedy_in_both_languages(deployment, dealers, field, changes):
    keys = dealers["D1"].keys
    for locale in ("en", "zh-CN"):
        client = deployment.client_for(keys, locale=locale)
        error = refused("INVALID_ARGUMENT", file_lead, client, "D1", "攀枝花市某局", **{k: dict(v) if isinstance(v, dict) else v for k, v in changes.items()})
        assert error.violations[0].field == field, error
        assert any("\u4e00" <= c <= "\u9fff" for c in error.violations[0].message) == (locale == "zh-CN")


def test_several_wrong_fields_are_all_named(dealers):
    error = refused("INVALID_ARGUMENT", file_lead, dealers["D1"], "D1", "", quantity=-1, found_on="yesterday")
    assert [v.field for v in error.violations] == ["customer.name", "quantity", "found_on"]


def test_nobody_files_for_another_dealer(dealers):
    refused("PERMISSION_DENIED", file_lead, dealers["D1"], "D2", "成都市环保局")


def test_a_lead_is_seen_by_its_dealer_and_those_above_only(deployment, dealers, operator):
    filed = file_lead(dealers["D1"], "D1", "成都市林业局", remarks="52 台")
    seen = dealers["D1"].call("LeadIntake/GetLead", {"lead_id": filed.lead_id}).lead
    assert (seen.customer_name, seen.quantity, seen.remarks, seen.product_line) == ("成都市林业局", 3, "52 台", "suv")
    refused("NOT_FOUND", dealers["D2"].call, "LeadIntake/GetLead", {"lead_id": filed.lead_id})
    assert operator.call("LeadIntake/GetLead", {"lead_id": filed.lead_id}).lead.lead_id == filed.lead_id


def test_a_list_is_read_page_by_page_without_gap_or_repeat(dealers):
    for i in range(7):
        file_lead(dealers["D3"], "D3", f"玉溪第{i}中学")
    seen, cursor = [], ""
    while True:
        page = dealers["D3"].call("LeadIntake/ListLeads", {"limit": 3, "cursor": cursor})
        seen += [lead.lead_id for lead in page.leads]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) >= 7 and seen == sorted(set(seen), reverse=True)
    assert not set(seen) & {lead.lead_id for lead in dealers["D1"].call("LeadIntake/ListLeads", {"limit": 500}).leads}


def test_dealers_that_race_for_one_opportunity_get_one_holder(deployment, dealers):
    verdicts = []

    def race(code, name):
        client = deployment.client_for(dealers[code].keys)
        verdicts.append(verdict(file_lead(client, code, name)))

    for i in range(10):
        verdicts.clear()
        threads = [threading.Thread(target=race, args=(code, f"竞争客户{i}")) for code in ("D1", "D2", "D3")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(verdicts) == ["ACCEPTED", "HELD_BY_OTHER", "HELD_BY_OTHER"]


def delivery(dealer, vin, **changes):
    return {"dealer_code": dealer, "vin": vin, "product_code": "T1", "delivered_on": "2014-09-20", "price_fen": 12000000} | changes


def test_a_vehicle_is_delivered_once_until_that_is_cancelled(dealers, operator):
    lead = file_lead(dealers["D1"], "D1", "成都市交通局", quantity=1, dealer_reference="J-1")
    report = lambda **c: dealers["D1"].call("LeadIntake/ReportDelivery", delivery("D1", VINS[0], lead_id=lead.lead_id, **c))
    first = report()
    assert first.customer_id == lead.customer_id
    assert refused("ALREADY_EXISTS", lambda: report(delivered_on="2014-09-21")).violations[0].field == "vin"
    refused("PERMISSION_DENIED", dealers["D1"].call, "LeadIntake/CancelDelivery", {"vin": VINS[0]})
    operator.call("LeadIntake/CancelDelivery", {"vin": VINS[0], "cancelled_on": "2014-09-25", "reason": "客户退车"})
    assert report().delivery_id != first.delivery_id
    more = dealers["D1"].call("LeadIntake/ReportDelivery", delivery("D1", VINS[1], dealer_reference="J-1"))
    assert more.warnings[0].reason == "MORE_THAN_ORDERED"
    totals = operator.call("LeadIntake/GetTotals")
    assert (totals.deliveries, totals.deliveries_cancelled, totals.revenue_fen) == (2, 1, 24000000)


def test_a_vin_that_fails_its_check_digit_is_refused(dealers):
    error = refused("INVALID_ARGUMENT", dealers["D1"].call, "LeadIntake/ReportDelivery",
                    delivery("D1", "KLATF08Y1VB363636", customer={"name": "某公司"}))
    assert error.violations[0].field == "vin"


def test_a_delivery_without_a_lead_finds_or_makes_its_customer(dealers):
    answer = dealers["D3"].call("LeadIntake/ReportDelivery", delivery("D3", VINS[2], customer={"name": "大理新客户有限公司"}))
    assert answer.customer_id > 0
    lead = file_lead(dealers["D3"], "D3", "大理新客户 有限公司")
    assert lead.customer_id == answer.customer_id


def test_an_alias_finds_its_customer(operator, dealers):
    registered = operator.call("LeadIntake/RegisterCustomer", {
        "customer": {"name": "中国石油天然气股份有限公司"}, "business_type": "ENTERPRISE", "aliases": ["中国石油", "PetroChina"]})
    assert registered.customer_is_new
    assert file_lead(dealers["D1"], "D1", "ＰｅｔｒｏＣｈｉｎａ").customer_id == registered.customer_id


def test_each_change_is_told_in_the_event_log_once(operator, dealers):
    lead = file_lead(dealers["D2"], "D2", "成都市档案局")
    events = operator.call("Operations/ReadEvents", {"limit": 1000}, service="lead_intake").events
    mine = [e.type.rpartition(".")[2] for e in events if e.subject == lead.customer_id]
    assert mine == ["CustomerRegistered", "LeadFiled"]
