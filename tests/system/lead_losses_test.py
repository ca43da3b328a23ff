"""Loss analysis (失控分析): lost leads by reason, competitor, stage and area, exact to the vehicle, within what one may see."""

import itertools
import json
import random

import pytest
from harness.client import CallError
from harness.company import file_lead, found_company

names = (f"第{i}物流公司" for i in itertools.count(1))
REASONS = ["PRICE", "PRODUCT", "DELIVERY_TIME", "SERVICE", "PURCHASE_CANCELLED"]
AREA_OF = {"D1": "A1", "D2": "A1", "D3": "A2", "D4": "A3"}


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


@pytest.fixture(scope="module")
def lost(deployment, people):
    """(dealer, reason, competitor, stage, quantity, business type, day) of each lost lead; the same every time."""
    random.seed(20140901)
    made = []
    for number in range(40):
        dealer, reason = random.choice(list(AREA_OF)), random.choice(REASONS)
        competitor, stage = random.choice(["某品牌", " 某品牌 ", "Brand B", "brand b", ""]), random.choice([1, 2, 3])
        quantity, kind, day = random.randint(1, 20), random.choice(["ENTERPRISE", "INDUSTRY"]), f"2014-09-{random.randint(1, 30):02d}"
        lead = file_lead(people[dealer], dealer, next(names), quantity=quantity, business_type=kind)
        for selling in ["NEEDS_ANALYSIS", "POSITIONING"][:stage - 1]:
            people[dealer].call("LeadIntake/AdvanceLead", {"lead_id": lead.lead_id, "selling_stage": selling})
        people[dealer].call("LeadIntake/CloseLead", {"lead_id": lead.lead_id, "outcome": "LOST", "loss_reason": reason,
                                                     "competitor": competitor})
        at = f"{day} {random.choice(['00:00:00', '23:59:59'])}+08:00"
        deployment.cluster.query("UPDATE lead_intake.lead SET closed_at = %s WHERE lead_id = %s", at, lead.lead_id)
        made.append((dealer, reason, competitor.strip().lower(), stage, quantity, kind, day))
    file_lead(people["D1"], "D1", next(names))  # held: no loss
    return made


def analyse(client, *by, **filters):
    return client.call("LeadIntake/GetLossAnalysis", {"by": [f"BY_{one}" for one in by]} | filters)


def summed(lost, key):
    groups = {}
    for row in lost:
        leads, units = groups.get(key(row), (0, 0))
        groups[key(row)] = (leads + 1, units + row[4])
    return groups


def word(message, field):
    return message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name


KEYS = {
    "REASON": (lambda row: row[1], lambda group: word(group, "reason")),
    "COMPETITOR": (lambda row: row[2], lambda group: group.competitor.lower()),
    "SELLING_STAGE": (lambda row: row[3], lambda group: group.selling_stage),
    "BUYING_STAGE": (lambda row: 1, lambda group: group.buying_stage),
    "AREA": (lambda row: AREA_OF[row[0]], lambda group: group.area_code),
}


@pytest.mark.parametrize("by", [[one] for one in KEYS] + [["REASON", "AREA"], ["COMPETITOR", "SELLING_STAGE", "AREA"]])
def test_groups_are_exact_and_their_shares_sum_to_the_whole(deployment, people, lost, by):
    answer = analyse(deployment.operator(), *by)
    expected = summed(lost, lambda row: tuple(KEYS[one][0](row) for one in by))
    assert {tuple(KEYS[one][1](group) for one in by): (group.leads, group.units) for group in answer.groups} == expected
    assert (answer.leads, answer.units) == (40, sum(row[4] for row in lost))
    assert sum(group.leads_ppm for group in answer.groups) == sum(group.units_ppm for group in answer.groups) == 1000000
    assert [group.units for group in answer.groups] == sorted((group.units for group in answer.groups), reverse=True)


def test_who_is_not_named_is_unknown_and_spellings_of_one_competitor_are_one(deployment, lost):
    groups = analyse(deployment.operator(), "COMPETITOR").groups
    assert len(groups) == 3 and [group.competitor for group in groups if group.competitor_is_unknown] == [""]
    assert {group.competitor.lower() for group in groups} == {"", "某品牌", "brand b"}


def test_days_are_chinas_and_both_ends_count(deployment, lost):
    day = lost[0][6]
    assert analyse(deployment.operator(), "REASON", **{"from": day, "to": day}).leads == sum(row[6] == day for row in lost)
    assert analyse(deployment.operator(), "REASON", **{"from": "2014-09-11", "to": "2014-09-20"}).units == sum(
        row[4] for row in lost if "2014-09-11" <= row[6] <= "2014-09-20")


def test_a_business_type_is_counted_alone(deployment, lost):
    answer = analyse(deployment.operator(), "REASON", business_type="INDUSTRY")
    assert answer.leads == sum(row[5] == "INDUSTRY" for row in lost)


def test_each_sees_what_its_own_units_lost(people, lost):
    assert analyse(people["D3"], "AREA").leads == sum(row[0] == "D3" for row in lost)
    assert analyse(people["R1"], "AREA").leads == sum(row[0] != "D4" for row in lost)
    assert analyse(people["R1"], "AREA", unit_code="A1").leads == sum(row[0] in ("D1", "D2") for row in lost)
    with pytest.raises(CallError) as caught:
        analyse(people["R1"], "AREA", unit_code="A3")
    assert caught.value.code == "PERMISSION_DENIED"


def test_what_goes_beyond_the_limit_is_the_rest(deployment, lost):
    answer = analyse(deployment.operator(), "REASON", limit=2)
    assert [group.is_rest for group in answer.groups] == [False, False, True]
    assert sum(group.leads for group in answer.groups) == answer.leads == 40
    assert sum(group.units for group in answer.groups) == answer.units
    assert sum(group.units_ppm for group in answer.groups) == 1000000


def test_a_question_about_nothing_has_no_groups_and_a_wrong_one_is_refused(deployment, lost):
    answer = analyse(deployment.operator(), "REASON", **{"from": "2030-01-01"})
    assert (len(answer.groups), answer.leads) == (0, 0)
    for by, filters, field in ([], {}, "by"), (["REASON"], {"from": "2014-09-02", "to": "2014-09-01"}, "to"), (["AREA"], {"limit": 501}, "limit"):
        with pytest.raises(CallError) as caught:
            analyse(deployment.operator(), *by, **filters)
        assert (caught.value.code, caught.value.violations[0].field) == ("INVALID_ARGUMENT", field)


def test_the_command_line_shows_losses_with_their_sum(deployment, lost):
    shown = deployment.run_command_line("lead", "losses", "--by", "competitor,area", "--locale", "zh-CN")
    assert shown.returncode == 0, shown.stderr
    assert "（不明）" in shown.stdout and "A1 四川" in shown.stdout and "合计" in shown.stdout and "100.0%" in shown.stdout
    page = json.loads(deployment.run_command_line("lead", "losses", "--by", "reason", "--unit", "R1", "--json").stdout)
    assert sum(int(group["units"]) for group in page["groups"]) == int(page["units"])
    assert deployment.run_command_line("lead", "losses", "--by", "wether").returncode == 2
