"""How good the information of a lead is: rated at its filing and at whatever happens to it, told for the award, shown to people."""

import datetime
import itertools
import json

import pytest
from harness.client import CallError, as_dict
from harness.company import file_lead, found_company, verdict
from identifiers import uscc  # deploy/sample

names = (f"第{i}客运公司" for i in itertools.count(1))
numbers = itertools.count(710001)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


@pytest.fixture(scope="module")
def headquarters(deployment, people):
    client = deployment.principal("headquarters", ("HEADQUARTERS_USER", "HQ"))
    deployment.wait_until(lambda: not_denied(client), what="the new key")
    return client


def not_denied(client):
    try:
        return client.call("LeadIntake/GetTotals", {}) is not None
    except CallError:
        return False


def everything():
    """All that can be told of a lead but feedback."""
    return {"customer": {"uscc": uscc("91", "510100", next(numbers)), "region": "四川省成都市", "contact_name": "王主任",
                         "contact_phone": "13612345678"},
            "expected_on": "2030-12-01", "information_class": "REGIONAL", "purchase_mode": "BY_TENDER", "source": "EXHIBITION",
            "remarks": "两年一次招标", "found_on": today()}


def today():
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()


def change(client, method, lead, **fields):
    return client.call(f"LeadIntake/{method}", {"lead_id": lead.lead_id} | fields)


def quality(client, lead):
    return client.call("LeadIntake/GetLead", {"lead_id": lead.lead_id}).lead.quality


def points(rating):
    from remuda.lead.v1 import lead_quality_pb2 as contract
    return {contract.QualityAspect.Name(r.aspect): r.points for r in rating.reasons}


def read_events(deployment):
    return deployment.operator().call("Operations/ReadEvents", {"limit": 1000}, service="lead_intake").events


def told(deployment, customer_id, name):
    """The events of a customer, oldest first. One that is there is not read while an older transaction is open, anybody's."""
    from remuda.event.v1 import lead_events_pb2 as events
    [[last]] = deployment.cluster.query("SELECT max(position) FROM event_log.event")
    deployment.wait_until(lambda: any(e.position == last for e in read_events(deployment)), what=f"event {last} in what is read")
    found = sorted((e for e in read_events(deployment) if e.subject == customer_id and e.type.endswith("." + name)), key=lambda e: e.position)
    return [getattr(events, name).FromString(e.payload) for e in found]


def test_the_filings_own_event_tells_its_score_and_every_point_of_it(deployment, people):
    name = next(names)
    lead = file_lead(people["D1"], "D1", name, **everything())
    [filed] = told(deployment, lead.customer_id, "LeadFiled")
    assert filed.quality.score == 80
    assert points(filed.quality) == {"COMPLETE": 30, "VALID": 20, "IN_TIME": 15, "NOT_OVERLAPPING": 15, "FOLLOWED": 0}
    assert told(deployment, lead.customer_id, "LeadRated") == []
    assert points(quality(people["D1"], lead)) == points(filed.quality)


def test_the_reasons_are_told_in_the_readers_language(deployment, people):
    lead = file_lead(people["D1"], "D1", next(names), found_on="2014-09-01", customer={"contact_phone": "12"})
    rating = quality(people["D1"], lead)
    assert sum(r.points for r in rating.reasons) == rating.score
    assert "no source" in rating.reasons[0].text and "no phone number" in rating.reasons[1].text
    chinese = quality(deployment.client_for(people["D1"].keys, locale="zh-CN"), lead)
    assert "缺信息渠道" in chinese.reasons[0].text and "天才报备" in chinese.reasons[2].text


def test_what_is_amended_and_fed_back_is_rated_again_at_once(deployment, people):
    lead = file_lead(people["D1"], "D1", next(names), found_on=today())
    before = quality(people["D1"], lead)
    change(people["D1"], "AmendLead", lead, fields=["source", "expected_on"], source="MEDIA", expected_on="2030-01-01")
    assert points(quality(people["D1"], lead))["COMPLETE"] == points(before)["COMPLETE"] + 6
    for _ in range(4):
        change(people["D1"], "AdvanceLead", lead, feedback="拜访采购科")
    assert points(quality(people["D1"], lead))["FOLLOWED"] == 20
    rated = told(deployment, lead.customer_id, "LeadRated")
    assert [points(r.quality)["FOLLOWED"] for r in rated] == [0, 6, 13, 20, 20]
    assert rated[-1].quality.score == quality(people["D1"], lead).score
    assert (rated[-1].lead_id, rated[-1].dealer_unit_id) == (lead.lead_id, told(deployment, lead.customer_id, "LeadFiled")[0].dealer_unit_id)


def test_an_invalid_filing_is_marked_in_lists_and_has_no_points(deployment, people):
    lead = file_lead(people["D1"], "D1", next(names), **everything())
    change(people["D1"], "CloseLead", lead, outcome="INVALID", reason="查无此项目")
    rating = quality(people["D1"], lead)
    assert (rating.score, rating.is_invalid, points(rating)["DECIDED_INVALID"]) == (0, True, -80)
    [listed] = people["D1"].call("LeadIntake/ListLeads", {"customer_id": lead.customer_id}).leads
    assert (listed.quality.score, listed.quality.is_invalid, len(listed.quality.reasons)) == (0, True, 0)
    [rated] = told(deployment, lead.customer_id, "LeadRated")
    assert (rated.state, rated.quality.is_invalid, rated.quality.score) == (6, True, 0)


def test_a_second_dealers_claim_is_marked_until_a_decision_upholds_it(deployment, people):
    name = next(names)
    held = file_lead(people["D1"], "D1", name)
    for _ in range(2):
        assert verdict(file_lead(people["D2"], "D2", name, **everything() | {"customer": {}})) == "HELD_BY_OTHER"
    [claim] = [c for c in people["D2"].call("LeadIntake/ListConflicts", {}).conflicts if c.claimed.name == name]
    assert claim.quality.is_overlapping
    [rated] = told(deployment, held.customer_id, "LeadRated")
    assert (rated.lead_id, rated.conflict_id, rated.quality.is_overlapping) == (0, claim.conflict_id, True)
    assert points(rated.quality)["NOT_OVERLAPPING"] == 0
    assert not quality(people["D1"], held).is_overlapping
    holders = [c for c in people["D1"].call("LeadIntake/ListConflicts", {}).conflicts if c.conflict_id == claim.conflict_id]
    assert not holders[0].HasField("quality")
    unit_ids = {"D1": told(deployment, held.customer_id, "LeadFiled")[0].dealer_unit_id}
    people["A1"].call("LeadIntake/DecideConflict", {
        "conflict_id": claim.conflict_id, "outcome": "CONFLICT_SHARED", "reason": "共同跟进",
        "parts": [{"dealer_code": "D1", "credit_ppm": 600000}, {"dealer_code": "D2", "credit_ppm": 400000}]})
    after = told(deployment, held.customer_id, "LeadRated")[1:]
    assert {(r.lead_id, r.quality.is_overlapping) for r in after} == {(0, False), (held.lead_id, False)}
    assert {r.dealer_unit_id for r in after if r.lead_id} == {unit_ids["D1"]}


def test_a_lead_put_aside_against_anothers_hold_is_marked(people, headquarters):
    one = file_lead(people["D1"], "D1", next(names))
    other = file_lead(people["D2"], "D2", next(names))
    headquarters.call("LeadIntake/MergeCustomers", {"survivor_id": one.customer_id, "merged_id": other.customer_id, "reason": "同一单位"})
    assert quality(people["D2"], other).is_overlapping and not quality(people["D1"], one).is_overlapping
    assert [l.quality.is_overlapping for l in people["D2"].call("LeadIntake/ListLeads", {}).leads if l.lead_id == other.lead_id] == [True]
    headquarters.call("LeadIntake/UnmergeCustomers", {"merged_id": other.customer_id, "reason": "误合并"})
    assert not quality(people["D2"], other).is_overlapping


def test_a_lead_in_review_is_rated_for_its_reader_and_told_when_it_is_decided(deployment, people):
    name = next(names)
    file_lead(people["D1"], "D1", name, **everything())
    doubtful = file_lead(people["D1"], "D1", name, **everything())
    assert verdict(doubtful) == "NEEDS_REVIEW" and quality(people["D1"], doubtful).score == 80
    decided = people["A1"].call("LeadIntake/DecideReview", {"lead_id": doubtful.lead_id, "outcome": "DIFFERENT", "reason": "两家"})
    [filed], [rated] = (told(deployment, decided.customer_id, event) for event in ("LeadFiled", "LeadRated"))
    assert not filed.HasField("quality") and (rated.lead_id, rated.quality.score, rated.state) == (doubtful.lead_id, 80, 2)


def test_a_hold_that_expires_is_rated_with_what_became_of_it(deployment, people):
    lead = file_lead(people["D1"], "D1", next(names))
    deployment.cluster.query("UPDATE lead_intake.lead SET protected_until = now() WHERE lead_id = %s", lead.lead_id)
    deployment.wait_until(lambda: told(deployment, lead.customer_id, "LeadRated"), what="the rating")
    [rated] = told(deployment, lead.customer_id, "LeadRated")
    assert (rated.lead_id, rated.state) == (lead.lead_id, 7)


def test_the_weights_are_data_of_the_policy_and_a_rating_names_its_version(people, headquarters, deployment):
    lead = file_lead(people["D1"], "D1", next(names), found_on=today())
    policy = as_dict(headquarters.call("LeadIntake/GetProtectionPolicy", {}).policy)
    policy["quality"] |= {"in_time": 35, "followed": 0}
    version = headquarters.call("LeadIntake/PutProtectionPolicy", {"policy": policy, "reason": "及时优先"}).version
    deployment.wait_until(lambda: quality(people["D1"], lead).policy_version == version, what="the new version")
    assert points(quality(people["D1"], lead))["IN_TIME"] == 35
    policy["quality"]["in_time"] = 34
    with pytest.raises(CallError) as caught:
        headquarters.call("LeadIntake/PutProtectionPolicy", {"policy": policy, "reason": "x"})
    assert caught.value.violations[0].field == "policy.quality.complete"


def test_the_command_line_shows_score_reasons_and_marks(deployment, people):
    lead = file_lead(people["D1"], "D1", next(names))
    change(people["D1"], "CloseLead", lead, outcome="INVALID", reason="查无此项目")
    shown = deployment.run_command_line("lead", "show", lead.lead_id, "--locale", "zh-CN").stdout
    assert "0 分（满分 100）" in shown and "缺信息渠道" in shown and "已判定无效" in shown
    listed = deployment.run_command_line("lead", "list", "--state", "invalid").stdout
    assert "marked" in listed and "invalid" in listed
    page = json.loads(deployment.run_command_line("lead", "show", lead.lead_id, "--json").stdout)
    assert page["lead"]["quality"]["isInvalid"] is True
