"""Leads whose customer contradicts itself: a person decides once, and is not asked the same again."""

import itertools

import pytest
from identifiers import uscc  # deploy/sample
from harness.client import CallError
from harness.company import file_lead, found_company, verdict

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def new_code():
    return uscc("91", "510100", next(numbers))


def reviews(client, **filters):
    return client.call("LeadIntake/ListReviews", {"limit": 100} | filters).reviews


def decide(client, lead_id, outcome, key=None, **fields):
    return client.call("LeadIntake/DecideReview", {"lead_id": lead_id, "outcome": outcome, "reason": "营业执照核对"} | fields, key=key)


def contradiction(people, name, dealer="D1", holder="D2", holder_product="T1"):
    """A customer filed by its name and code, then the same name under another code by another dealer."""
    first = file_lead(people[holder], holder, name, customer={"uscc": new_code()}, product_code=holder_product)
    code = new_code()
    second = file_lead(people[dealer], dealer, name, customer={"uscc": code})
    assert (verdict(first), verdict(second)) == ("ACCEPTED", "NEEDS_REVIEW")
    return first, second, code


def test_a_review_shows_both_records_and_the_evidence_to_managers_above_only(people):
    first, second, code = contradiction(people, "泸州市建设公司")
    review = next(r for r in reviews(people["A1"]) if r.lead_id == second.lead_id)
    assert (review.filed.name, review.filed.uscc) == ("泸州市建设公司", code)
    assert [c.record.customer_id for c in review.candidates] == [first.customer_id]
    assert list(review.candidates[0].evidence) == ["SAME_NAME", "OTHER_USCC"]
    assert second.lead_id not in [r.lead_id for r in reviews(people["A2"])]
    with pytest.raises(CallError) as refused:
        reviews(people["D1"])
    assert refused.value.code == "PERMISSION_DENIED"


def test_found_to_be_the_same_the_lead_is_held_if_its_customer_is_free(people):
    first, second, code = contradiction(people, "宜宾市建设公司", holder_product="V1")
    answer = decide(people["A1"], second.lead_id, "SAME")
    assert (answer.customer_id, answer.is_held, answer.customer_is_new) == (first.customer_id, True, False)
    lead = people["D1"].call("LeadIntake/GetLead", {"lead_id": second.lead_id}).lead
    assert (lead.state, lead.customer_id, lead.protected_until_unix_ms) == (2, first.customer_id, answer.protected_until_unix_ms)
    again = file_lead(people["D2"], "D2", "宜宾市建设公司", customer={"uscc": code}, product_code="V1")
    assert (verdict(again), again.customer_id) == ("KNOWN_AGAIN", first.customer_id), "nobody is asked about it again"


def test_found_to_be_the_same_a_lead_of_another_dealer_becomes_a_conflict(people):
    first, second, _ = contradiction(people, "自贡市建设公司")
    answer = decide(people["A1"], second.lead_id, "SAME")
    assert (answer.customer_id, answer.is_held, answer.conflict_id > 0) == (first.customer_id, False, True)
    assert answer.protected_until_unix_ms == first.protected_until_unix_ms
    assert people["D2"].call("LeadIntake/GetLead", {"lead_id": first.lead_id}).lead.state == 2


def test_found_to_be_the_same_a_second_lead_of_the_holder_is_no_conflict(people):
    _, second, _ = contradiction(people, "遂宁市建设公司", holder="D1")
    answer = decide(people["A1"], second.lead_id, "SAME")
    assert (answer.is_held, answer.conflict_id) == (False, 0)


def test_found_to_be_different_it_is_a_new_customer_and_never_asked_about_again(people):
    first, second, code = contradiction(people, "南充市建设公司")
    answer = decide(people["A1"], second.lead_id, "DIFFERENT")
    assert answer.is_held and answer.customer_is_new and answer.customer_id != first.customer_id
    again = file_lead(people["D3"], "D3", "南充市建设公司", customer={"uscc": code}, product_code="V1")
    assert (verdict(again), again.customer_id) == ("ACCEPTED", answer.customer_id)
    by_name = file_lead(people["D3"], "D3", "南充市建设公司", product_code="V1")
    assert (verdict(by_name), by_name.customer_id) == ("ACCEPTED", first.customer_id)


def test_name_and_code_of_two_customers_show_both_and_either_may_be_chosen(people):
    code = new_code()
    with_code = file_lead(people["D1"], "D1", "广元市第一公司", customer={"uscc": code})
    with_name = file_lead(people["D1"], "D1", "广元市第二公司")
    third = file_lead(people["D2"], "D2", "广元市第二公司", customer={"uscc": code}, product_code="V1")
    review = next(r for r in reviews(people["A1"]) if r.lead_id == third.lead_id)
    assert [(c.record.customer_id, list(c.evidence)) for c in review.candidates] == [
        (with_code.customer_id, ["SAME_USCC"]), (with_name.customer_id, ["SAME_NAME"])]
    with pytest.raises(CallError) as refused:
        decide(people["A1"], third.lead_id, "SAME", customer_id=1 << 40)
    assert refused.value.violations[0].field == "customer_id"
    answer = decide(people["A1"], third.lead_id, "SAME", customer_id=with_name.customer_id)
    assert (answer.customer_id, answer.is_held) == (with_name.customer_id, True)


def test_a_review_is_decided_once_by_those_above_its_dealer(people):
    _, second, _ = contradiction(people, "巴中市建设公司", holder_product="V1")
    for stranger in ("A2", "R2"):
        with pytest.raises(CallError) as refused:
            decide(people[stranger], second.lead_id, "SAME")
        assert refused.value.code == "NOT_FOUND"
    answers = {decide(people["R1"], second.lead_id, "SAME", key="review-1").SerializeToString() for _ in range(3)}
    assert len(answers) == 1
    with pytest.raises(CallError) as refused:
        decide(people["A1"], second.lead_id, "DIFFERENT")
    assert refused.value.code == "FAILED_PRECONDITION"


def test_the_call_that_filed_gets_its_first_answer_whatever_was_decided_since(people):
    name, code = "雅安市建设公司", new_code()
    file_lead(people["D2"], "D2", name, customer={"uscc": new_code()}, product_code="V1")
    first = file_lead(people["D1"], "D1", name, customer={"uscc": code}, key="filed-for-review")
    decide(people["A1"], first.lead_id, "SAME")
    again = file_lead(people["D1"], "D1", name, customer={"uscc": code}, key="filed-for-review")
    assert again.SerializeToString() == first.SerializeToString()


def test_events_tell_what_was_decided(deployment, people):
    types = [row[0] for row in deployment.cluster.query("SELECT type FROM event_log.event ORDER BY position DESC LIMIT 400")]
    customers, leads = (deployment.cluster.query(f"SELECT count(*) FROM lead_intake.{what}")[0][0]
                        for what in ("customer", "lead WHERE state = 2"))
    assert types.count("remuda.event.v1.CustomerRegistered") == customers
    assert types.count("remuda.event.v1.LeadFiled") - types.count("remuda.event.v1.LeadReleased") == leads
