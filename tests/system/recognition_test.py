"""Customers are recognised by the likeness of their names: taken over at once, put before a person, or new."""

import itertools

import pytest
from harness.client import CallError, Client
from harness.company import at_once, file_lead, found_company, verdict
from identifiers import uscc, vin  # deploy/sample

numbers = itertools.count(700001)
vehicles = itertools.count(900001)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def new_code():
    return uscc("91", "510100", next(numbers))


def register(deployment, name, aliases=(), **customer):
    return deployment.operator().call("LeadIntake/RegisterCustomer", {"customer": {"name": name} | customer, "aliases": list(aliases)})


def review_of(client, lead_id):
    return next(r for r in client.call("LeadIntake/ListReviews", {"limit": 100}).reviews if r.lead_id == lead_id)


def decide(client, lead_id, outcome, **fields):
    return client.call("LeadIntake/DecideReview", {"lead_id": lead_id, "outcome": outcome, "reason": "电话核实"} | fields)


def delivery(dealer, name, **customer):
    return {"dealer_code": dealer, "vin": vin("LRL", "YL001", "E", "C", next(vehicles)), "product_code": "T1", "delivered_on": "2014-09-20",
            "price_fen": 12000000, "customer": {"name": name} | customer}


def deliver(client, dealer, name, **customer):
    return client.call("LeadIntake/ReportDelivery", delivery(dealer, name, **customer))


@pytest.mark.parametrize("product, written", [
    ("T1", "成都金牛种业公司"), ("V1", "金牛种业"), ("T1", "四川省成都市金牛种业有限责任公司"), ("V1", "成都　金牛种业（有限公司）")])
def test_a_customer_whose_name_is_written_differently_is_taken_over_at_once(deployment, people, product, written):
    known = register(deployment, "成都市金牛种业有限公司", uscc=uscc("91", "510100", 700000), region="四川省成都市")
    answer = file_lead(people["D1"], "D1", written, product_code=product)
    assert (verdict(answer) in ("ACCEPTED", "KNOWN_AGAIN"), answer.customer_id, answer.customer_is_new) == (True, known.customer_id, False)


def test_the_holder_of_a_customer_is_met_under_whatever_name(people):
    held = file_lead(people["D1"], "D1", "成都市远望勘探有限公司")
    assert verdict(held) == "ACCEPTED"
    assert verdict(file_lead(people["D2"], "D2", "远望勘探")) == "HELD_BY_OTHER"
    assert verdict(file_lead(people["D1"], "D1", "远望勘探公司")) == "KNOWN_AGAIN"


def test_another_place_another_trade_another_number_is_another_customer(people):
    names = ("德阳市大洋建材有限公司", "绵阳市大洋建材有限公司", "德阳市大洋矿业有限公司", "广汉市第一运输公司", "广汉市第二运输公司")
    answers = [file_lead(people["D1"], "D1", name) for name in names]
    assert [verdict(answer) for answer in answers] == ["ACCEPTED"] * len(names)
    assert all(answer.customer_is_new for answer in answers) and len({answer.customer_id for answer in answers}) == len(names)


def test_who_may_be_one_of_several_is_shown_to_a_person_with_all_of_them(people):
    one = file_lead(people["D1"], "D1", "眉山市天宏物流有限公司")
    other = file_lead(people["D1"], "D1", "乐山市天宏物流有限公司")
    doubtful = file_lead(people["D2"], "D2", "天宏物流")
    assert verdict(doubtful) == "NEEDS_REVIEW"
    review = review_of(people["A1"], doubtful.lead_id)
    assert {c.record.customer_id for c in review.candidates} == {one.customer_id, other.customer_id}
    for candidate in review.candidates:
        assert list(candidate.evidence) == ["LIKE_NAME", "SAME_CORE"] and 900_000 <= candidate.likeness_ppm <= 1_000_000
    with_place = file_lead(people["D2"], "D2", "天宏物流", customer={"region": "四川省乐山市"}, product_code="V1")
    assert (verdict(with_place), with_place.customer_id) == ("ACCEPTED", other.customer_id), "the region tells which"
    answer = decide(people["A1"], doubtful.lead_id, "SAME", customer_id=other.customer_id)
    assert (answer.customer_id, answer.is_held) == (other.customer_id, False), "D1 holds it: a conflict"


def test_what_a_person_has_decided_is_not_asked_again(people):
    known = file_lead(people["D1"], "D1", "内江市华康医药股份有限公司")
    doubtful = file_lead(people["D2"], "D2", "内江华药", product_code="V1")
    assert verdict(doubtful) == "NEEDS_REVIEW"
    decide(people["A1"], doubtful.lead_id, "SAME")
    again = file_lead(people["D2"], "D2", "内江华药", product_code="V1")
    assert (verdict(again), again.customer_id) == ("KNOWN_AGAIN", known.customer_id)
    assert verdict(file_lead(people["D3"], "D3", "内江华药", customer={"region": "云南省"})) == "NEEDS_REVIEW", "that is another description"


def test_never_the_same_is_remembered(deployment, people):
    known = file_lead(people["D1"], "D1", "资阳市永兴粮油有限公司")
    doubtful = file_lead(people["D2"], "D2", "资阳永兴")
    assert verdict(doubtful) == "NEEDS_REVIEW"
    other = decide(people["A1"], doubtful.lead_id, "DIFFERENT")
    assert other.customer_is_new and other.customer_id != known.customer_id
    for dealer in ("D1", "D3"):
        again = file_lead(people[dealer], dealer, "资阳永兴", product_code="V1")
        assert verdict(again) in ("ACCEPTED", "HELD_BY_OTHER") and again.customer_id in (0, other.customer_id)
    assert deployment.cluster.query("SELECT count(*) FROM lead_intake.lead WHERE state = 1 AND filed_name = '资阳永兴'")[0][0] == 0


def test_another_code_speaks_against_a_like_name(people):
    file_lead(people["D1"], "D1", "遂宁市金桥建设有限公司", customer={"uscc": new_code()})
    short = file_lead(people["D1"], "D1", "遂宁金桥", customer={"uscc": new_code()})
    assert (verdict(short), short.customer_is_new) == ("ACCEPTED", True)
    same_but_for_the_code = file_lead(people["D2"], "D2", "遂宁金桥建设公司", customer={"uscc": new_code()})
    assert verdict(same_but_for_the_code) == "NEEDS_REVIEW"
    assert "OTHER_USCC" in review_of(people["A1"], same_but_for_the_code.lead_id).candidates[0].evidence


def test_a_phone_number_lets_a_short_name_mean_whom_it_could_mean_but_is_no_identity(people):
    phone = "13612345678"
    known = file_lead(people["D1"], "D1", "泸州市老窖商贸有限公司", customer={"contact_phone": phone})
    file_lead(people["D1"], "D1", "宜宾市老窖商贸有限公司")
    assert verdict(file_lead(people["D2"], "D2", "老窖商贸")) == "NEEDS_REVIEW"
    by_phone = file_lead(people["D2"], "D2", "老窖商贸", customer={"contact_phone": "136-1234-5678"}, product_code="V1")
    assert (verdict(by_phone), by_phone.customer_id) == ("ACCEPTED", known.customer_id)
    stranger = file_lead(people["D2"], "D2", "攀枝花市钒钛运输有限公司", customer={"contact_phone": phone})
    assert (verdict(stranger), stranger.customer_is_new) == ("ACCEPTED", True), "an agent's number"


def test_a_check_answers_for_the_customer_that_is_meant_and_names_nobody(people):
    file_lead(people["D1"], "D1", "达州市巨能能源有限公司")
    checks = {name: people["D2"].call("LeadIntake/CheckLead", {"dealer_code": "D2", "product_code": "T1", "customer": {"name": name}})
              for name in ("巨能能源", "达州巨能能源公司", "巴中巨能能源公司")}
    assert [check.is_free for check in checks.values()] == [False, False, True]
    assert {field.name for field, _ in checks["巨能能源"].ListFields()} <= {"is_free", "held_until_unix_ms"}


def test_a_delivery_is_its_customers_and_is_never_kept_waiting(deployment, people):
    known = register(deployment, "广安市中洲水泥有限公司")
    assert deliver(people["D1"], "D1", "中洲水泥").customer_id == known.customer_id
    register(deployment, "自贡市中洲水泥有限公司")
    doubtful = deliver(people["D1"], "D1", "中洲水泥公司")
    assert doubtful.customer_id != known.customer_id
    assert [warning.reason for warning in doubtful.warnings] == ["ALIKE"]


def test_headquarters_register_whom_they_mean_and_hear_who_is_alike(deployment):
    known = register(deployment, "雅安市茶马运输有限公司")
    assert register(deployment, "茶马运输").customer_id == known.customer_id
    alike = register(deployment, "雅安茶马")
    assert alike.customer_is_new and [warning.reason for warning in alike.warnings] == ["ALIKE"]


def test_a_name_like_an_alias_is_recognised_once_the_alias_was_heard_of(deployment, people):
    known = register(deployment, "凉山彝族自治州公路养护总段", aliases=["西昌螺髻养路有限公司"])

    def recognised():
        check = people["D1"].call("LeadIntake/CheckLead", {"dealer_code": "D1", "product_code": "T1", "customer": {"name": "螺髻养路"}})
        return not check.is_free

    file_lead(people["D2"], "D2", "凉山彝族自治州公路养护总段")
    deployment.wait_until(recognised, what="the alias")
    assert file_lead(people["D1"], "D1", "螺髻养路", product_code="V1").customer_id == known.customer_id


def test_merged_customers_are_recognised_as_what_stands_for_them(deployment, people):
    survivor = file_lead(people["D1"], "D1", "阿坝州松潘旅游有限公司")
    merged = file_lead(people["D1"], "D1", "九寨黄龙客运有限公司", product_code="V1")
    deployment.operator().call("LeadIntake/MergeCustomers", {
        "survivor_id": survivor.customer_id, "merged_id": merged.customer_id, "reason": "同一集团"})
    assert verdict(file_lead(people["D2"], "D2", "九寨黄龙客运")) == "HELD_BY_OTHER"


def test_replicas_agree_after_a_moment_and_a_restarted_one_still_knows(make_deployment):
    deployment = make_deployment(only=["directory", "lead_intake"])
    people = found_company(deployment)
    second = deployment.add_replica("lead_intake")
    second.start()
    file_lead(people["D1"], "D1", "南充市嘉陵丝绸有限公司")

    def recognised_by(service):
        client = Client({"lead_intake": service.endpoint}, {"lead_intake": service.keys.public}, people["D2"].keys)
        try:
            check = client.call("LeadIntake/CheckLead", {"dealer_code": "D2", "product_code": "T1", "customer": {"name": "嘉陵丝绸"}})
            return not check.is_free
        finally:
            client.close()

    services = [deployment.services["lead_intake"], second]
    for service in services:
        deployment.wait_until(lambda s=service: recognised_by(s), seconds=10, what="the other replica's customer")
    for service in services:
        service.kill()
        service.start()
        assert recognised_by(service), "it is ready when it knows all names"


def test_a_dealer_learns_nothing_of_a_customer_in_doubt(people):
    file_lead(people["D1"], "D1", "简阳市龙泉机械有限公司")
    doubtful = file_lead(people["D2"], "D2", "简阳龙泉")
    assert (verdict(doubtful), doubtful.customer_id, len(doubtful.warnings)) == ("NEEDS_REVIEW", 0, 0)
    with pytest.raises(CallError) as refused:
        people["D2"].call("LeadIntake/ListReviews", {})
    assert refused.value.code == "PERMISSION_DENIED"


SPELLINGS = ("{place}市{core}运输有限公司", "{place}{core}运输公司", "{core}运输", "四川省{place}市{core}运输有限责任公司")
CORES = [first + second for first in "远宏隆昌盛泰" for second in "骏驰捷通达翔腾宇"]


@pytest.mark.parametrize("workers", [1, 4])
def test_spellings_of_one_newcomer_that_come_at_once_do_not_become_two_customers(make_deployment, workers):
    deployment = make_deployment(only=["directory", "lead_intake"], settings={"REMUDA_WORKERS": str(workers)})
    people = found_company(deployment)
    names = [spelling.format(place="成都", core=core) for core in CORES for spelling in SPELLINGS]
    answers = at_once(people["D1"], "LeadIntake/FileLead", [
        {"dealer_code": "D1", "product_code": "T1", "quantity": 5, "business_type": "ENTERPRISE", "customer": {"name": name}} for name in names])
    for at in range(0, len(names), len(SPELLINGS)):
        of_one = answers[at:at + len(SPELLINGS)]
        assert len({answer.customer_id for answer in of_one if answer.customer_id}) == 1, names[at]
        assert {verdict(answer) for answer in of_one} <= {"ACCEPTED", "KNOWN_AGAIN", "NEEDS_REVIEW"}
        assert workers > 1 or verdict(of_one[1]) == "KNOWN_AGAIN", names[at + 1]
    assert deployment.cluster.query("SELECT count(*) FROM lead_intake.customer")[0][0] == len(CORES)


def test_vehicles_delivered_at_once_to_one_newcomer_under_two_spellings_are_one_customers(make_deployment):
    deployment = make_deployment(only=["directory", "lead_intake"], settings={"REMUDA_WORKERS": "1"})
    people = found_company(deployment)
    names = [spelling.format(place="德阳", core=core) for core in CORES for spelling in SPELLINGS[:2]]
    answers = at_once(people["D1"], "LeadIntake/ReportDelivery", [delivery("D1", name) for name in names])
    assert [one.customer_id for one in answers[::2]] == [other.customer_id for other in answers[1::2]]
    assert deployment.cluster.query("SELECT count(*) FROM lead_intake.customer")[0][0] == len(CORES)
