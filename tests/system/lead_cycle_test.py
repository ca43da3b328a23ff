"""The life of a lead after its filing: amended, advanced, extended, given away, claimed, closed, and the record of it."""

import itertools
import threading
import time

import psycopg2
import pytest
from harness.client import CallError

DAY = 86400000
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module", autouse=True)
def company(operator):
    units = [("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"), ("A2", "云南", "AREA", "R1"),
             ("D1", "成都一店", "DEALER", "A1"), ("D2", "成都二店", "DEALER", "A1"), ("D3", "昆明店", "DEALER", "A2")]
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"}
        for code, name, kind, parent in units]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND", "list_price_fen": 12800000}]})


@pytest.fixture(scope="module")
def people(deployment, company):
    """Three dealers, and the manager of two of them."""
    made = {code: deployment.principal(f"dealer-{code}", ("DEALER_USER", code)) for code in ("D1", "D2", "D3")}
    made["M1"] = deployment.principal("manager-A1", ("MANAGER", "A1"))
    for client in made.values():
        deployment.wait_until(lambda c=client: known(c), what="the new keys")
    return made


def known(client):
    try:
        client.call("Operations/Ping", {}, service="lead_intake", timeout=1)
        return True
    except CallError:
        return False


def file_lead(client, dealer, name=None, **changes):
    fields = {"dealer_code": dealer, "customer": {"name": name or f"某某第{next(numbers)}公司"}, "product_code": "T1", "quantity": 5}
    return client.call("LeadIntake/FileLead", fields | changes)


def change(client, method, lead, **fields):
    return client.call(f"LeadIntake/{method}", {"lead_id": lead.lead_id} | fields)


def look(client, lead):
    return client.call("LeadIntake/GetLead", {"lead_id": lead.lead_id}).lead


def history(client, lead, **fields):
    return client.call("LeadIntake/GetHistory", {"lead_id": lead.lead_id} | fields).entries


def state(message, field="state"):
    return message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name


def refused(code, call, *arguments, **options):
    with pytest.raises(CallError) as caught:
        call(*arguments, **options)
    assert caught.value.code == code, caught.value
    return caught.value


def end_protection(deployment, lead, days_ago=0):
    """Time passes for one lead."""
    deployment.cluster.query("UPDATE lead_intake.lead SET protected_until = now() - %s * interval '1 day' WHERE lead_id = %s",
                             days_ago, lead.lead_id)


def test_only_the_named_fields_are_amended_and_each_stands_in_the_history(people):
    lead = file_lead(people["D1"], "D1", remarks="第一次联系")
    change(people["D1"], "AmendLead", lead, fields=["quantity", "competitor", "deciders", "dimension"], quantity=8, remarks="不变",
           details={"competitor": "某品牌", "dimension": "HEIGHT", "attachments": ["不变.pdf"],
                    "deciders": [{"group": "ORGANISATION", "topic": "采购中心", "note": "三家比价"}]}, reason="客户改口")
    seen = look(people["D1"], lead)
    assert (seen.quantity, seen.remarks, seen.details.competitor, len(seen.details.attachments)) == (8, "第一次联系", "某品牌", 0)
    assert seen.details.deciders[0].note == "三家比价"
    filed, amended = history(people["D1"], lead)
    assert (filed.event, filed.principal, state(filed, "to_state")) == ("file", "dealer-D1", "HELD")
    assert [(c.field, c.before, c.after) for c in amended.changes if c.field != "deciders"] == [
        ("quantity", "5", "8"), ("competitor", "", "某品牌"), ("dimension", "DIMENSION_UNSPECIFIED", "HEIGHT")]
    assert (amended.event, amended.principal, amended.reason) == ("amend", "dealer-D1", "客户改口")
    assert abs(amended.at_unix_ms - time.time() * 1000) < 60000


def test_a_field_that_cannot_be_amended_is_named(people):
    lead = file_lead(people["D1"], "D1")
    for fields in (["customer_id"], [], ["quantity"]):
        error = refused("INVALID_ARGUMENT", change, people["D1"], "AmendLead", lead, fields=fields)
        assert error.violations[0].field in ("fields", "quantity")


def test_the_dimension_is_proposed_from_the_customers_kind_until_somebody_corrects_it(people):
    lead = file_lead(people["D1"], "D1", "国家第三测绘中心", business_type="GOVERNMENT")
    seen = look(people["D1"], lead)
    assert (state(seen.details, "dimension"), state(seen.details, "use_class")) == ("HEIGHT", "COMMAND_VEHICLE")
    assert seen.dimension_is_proposed
    change(people["D1"], "AmendLead", lead, fields=["dimension"], details={"dimension": "DEPTH"})
    assert (state(look(people["D1"], lead).details, "dimension"), look(people["D1"], lead).dimension_is_proposed) == ("DEPTH", False)


def test_details_may_come_with_the_filing(people):
    lead = file_lead(people["D1"], "D1", details={"needs": "8 座", "attachments": ["招标文件.pdf"]})
    seen = look(people["D1"], lead).details
    assert (seen.needs, list(seen.attachments)) == ("8 座", ["招标文件.pdf"])


def test_the_two_flows_go_on_side_by_side(people):
    lead = file_lead(people["D1"], "D1", purchase_mode="BY_TENDER")
    error = refused("FAILED_PRECONDITION", change, people["D1"], "AdvanceLead", lead, selling_stage="BID")
    assert "requirements" in error.message
    answer = change(people["D1"], "AdvanceLead", lead, buying_stage="REQUIREMENTS", selling_stage="BID", feedback="标书已发")
    assert (state(answer, "buying_stage"), state(answer, "selling_stage")) == ("REQUIREMENTS", "BID")
    refused("FAILED_PRECONDITION", change, people["D1"], "AdvanceLead", lead, selling_stage="ORDER_WON")
    refused("INVALID_ARGUMENT", change, people["D1"], "AdvanceLead", lead)
    entry = history(people["D1"], lead)[-1]
    assert [(c.field, c.before, c.after) for c in entry.changes] == [
        ("buying_stage", "need_found", "requirements"), ("selling_stage", "contact", "bid")]


def test_protection_is_extended_by_progress_only_and_never_beyond_the_limit(people):
    lead = file_lead(people["D1"], "D1")
    refused("FAILED_PRECONDITION", change, people["D1"], "ExtendProtection", lead)
    until = lead.protected_until_unix_ms
    for _ in range(3):
        change(people["D1"], "AdvanceLead", lead, feedback="拜访采购科")
        extended = change(people["D1"], "ExtendProtection", lead).protected_until_unix_ms
        assert extended == until + 30 * DAY
        until = extended
        refused("FAILED_PRECONDITION", change, people["D1"], "ExtendProtection", lead)
    change(people["D1"], "AdvanceLead", lead, feedback="再次拜访")
    assert "limit" in refused("FAILED_PRECONDITION", change, people["D1"], "ExtendProtection", lead).message


def test_a_lead_is_won_with_its_order_and_its_customers_next_hold_follows_the_contract(people):
    lead = file_lead(people["D1"], "D1", "成都市天府物业公司")
    refused("FAILED_PRECONDITION", change, people["D1"], "CloseLead", lead, outcome="WON")
    assert state(change(people["D1"], "CloseLead", lead, outcome="WON", order_number="HT-7", contract_until="2040-12-31")) == "WON"
    seen = look(people["D1"], lead)
    assert (seen.order_number, state(seen, "selling_stage"), seen.closed_at_unix_ms > 0) == ("HT-7", "ORDER_WON", True)
    refused("FAILED_PRECONDITION", change, people["D1"], "AmendLead", lead, fields=["remarks"])
    again = file_lead(people["D2"], "D2", "成都市天府物业公司")
    # 90 days after 2040-12-31, to the end of that day in China
    assert again.protected_until_unix_ms == (25933 + 90) * DAY - 8 * 3600000


def test_a_lead_is_lost_with_a_reason_and_its_opportunity_is_free(people):
    lead = file_lead(people["D1"], "D1", "绵阳市第一客运公司")
    refused("FAILED_PRECONDITION", change, people["D1"], "CloseLead", lead, outcome="LOST")
    change(people["D1"], "CloseLead", lead, outcome="LOST", loss_reason="PRICE", competitor="某品牌")
    assert (state(look(people["D1"], lead), "loss_reason"), look(people["D1"], lead).lost_to) == ("PRICE", "某品牌")
    assert file_lead(people["D2"], "D2", "绵阳市第一客运公司").lead_id


def test_an_invalid_lead_is_kept_and_says_why(people):
    lead = file_lead(people["D1"], "D1")
    change(people["D1"], "CloseLead", lead, outcome="INVALID", reason="查无此单位")
    assert state(look(people["D1"], lead)) == "INVALID"
    assert history(people["D1"], lead)[-1].reason == "查无此单位"
    assert refused("INVALID_ARGUMENT", change, people["D1"], "CloseLead", lead, outcome="HELD").violations[0].field == "outcome"


def test_nobody_changes_or_reads_the_record_of_anothers_lead(people):
    lead = file_lead(people["D1"], "D1")
    for client in (people["D2"], people["D3"]):
        refused("NOT_FOUND", change, client, "AdvanceLead", lead, feedback="x")
        refused("NOT_FOUND", change, client, "GetHistory", lead)
        refused("NOT_FOUND", change, client, "ReleaseLead", lead, reason="x")
    refused("PERMISSION_DENIED", change, people["D1"], "AssignLead", lead, dealer_code="D2", reason="x")


def test_a_manager_gives_a_lead_to_another_dealer(people):
    lead = file_lead(people["D1"], "D1", dealer_reference="M-1")
    refused("PERMISSION_DENIED", change, people["M1"], "AssignLead", lead, dealer_code="D3", reason="x")
    refused("FAILED_PRECONDITION", change, people["M1"], "AssignLead", lead, dealer_code="D2")
    change(people["M1"], "AssignLead", lead, dealer_code="D2", reason="客户指定")
    refused("NOT_FOUND", look, people["D1"], lead)
    assert state(look(people["D2"], lead)) == "HELD"
    entry = history(people["M1"], lead)[-1]
    assert (entry.event, entry.principal, entry.reason) == ("assign", "manager-A1", "客户指定")
    file_lead(people["D1"], "D1", dealer_reference="M-1")  # the number went free with the lead


def test_a_released_lead_is_claimed_from_the_pool_by_its_rules(deployment, people):
    lead = file_lead(people["D1"], "D1", "成都市金牛环卫所")
    refused("FAILED_PRECONDITION", change, people["D1"], "ReleaseLead", lead)
    assert state(change(people["D1"], "ReleaseLead", lead, reason="无力跟进")) == "IN_POOL"
    pooled = people["D2"].call("LeadIntake/ListPool", {"dealer_code": "D2"}).leads
    assert [(p.customer_name, p.quantity) for p in pooled if p.lead_id == lead.lead_id] == [("成都市金牛环卫所", 5)]
    first_day = {dealer: next(p.claimable_from_unix_ms - p.in_pool_since_unix_ms
                              for p in people[dealer].call("LeadIntake/ListPool", {"dealer_code": dealer}).leads if p.lead_id == lead.lead_id)
                 for dealer in ("D1", "D2")}
    assert first_day == {"D1": 30 * DAY, "D2": DAY}, "the former holder waits until it has cooled down"
    assert "delay" in refused("FAILED_PRECONDITION", change, people["D2"], "ClaimLead", lead, dealer_code="D2").message
    end_protection(deployment, lead, days_ago=2)
    assert "cool-down" in refused("FAILED_PRECONDITION", change, people["D1"], "ClaimLead", lead, dealer_code="D1").message
    assert "again from" in refused("FAILED_PRECONDITION", file_lead, people["D1"], "D1", "成都市金牛环卫所").message
    claimed = change(people["D2"], "ClaimLead", lead, dealer_code="D2")
    assert state(claimed) == "HELD" and claimed.protected_until_unix_ms > time.time() * 1000 + 89 * DAY
    refused("NOT_FOUND", change, people["D3"], "ClaimLead", lead, dealer_code="D3")
    assert [entry.event for entry in history(people["D2"], lead)] == ["file", "release", "claim"]


def test_an_opportunity_in_the_pool_may_be_filed_anew_by_another_dealer(deployment, people):
    lead = file_lead(people["D1"], "D1", "成都市武侯环卫所")
    change(people["D1"], "ReleaseLead", lead, reason="无力跟进")
    anew = file_lead(people["D2"], "D2", "成都市武侯环卫所")
    assert anew.lead_id != lead.lead_id
    assert state(look(people["D1"], lead)) == "RELEASED"
    assert [entry.event for entry in history(people["D1"], lead)] == ["file", "release", "supersede"]


def test_a_person_claims_so_many_leads_a_day(deployment, people):
    leads = [file_lead(people["D1"], "D1") for _ in range(4)]
    for lead in leads:
        change(people["D1"], "ReleaseLead", lead, reason="无力跟进")
        end_protection(deployment, lead, days_ago=2)
    for lead in leads[:3]:
        change(people["D3"], "ClaimLead", lead, dealer_code="D3")
    assert "today" in refused("FAILED_PRECONDITION", change, people["D3"], "ClaimLead", leads[3], dealer_code="D3").message


def test_many_sessions_that_file_claim_assign_release_and_expire_at_once_leave_one_open_lead(deployment, operator, people):
    """The bug it proves absent: two of these see the opportunity free at the same moment and both take it."""
    name = "成都市锦江环卫所"
    file_lead(people["D1"], "D1", name)
    outcomes = []

    def newest():
        return deployment.cluster.query(
            "SELECT max(lead_id) FROM lead_intake.lead JOIN lead_intake.customer USING (customer_id) WHERE customer.name = %s", name)[0][0]

    def session(number):
        code = ("D1", "D2", "D3")[number % 3]
        client = deployment.client_for(people[code].keys)
        manager = deployment.client_for(operator.keys)
        for turn in range(6):
            lead = {"lead_id": newest()}
            try:
                match (number + turn) % 5:
                    case 0: file_lead(client, code, name)
                    case 1: client.call("LeadIntake/ClaimLead", lead | {"dealer_code": code})
                    case 2: manager.call("LeadIntake/AssignLead", lead | {"dealer_code": code, "reason": "指定"})
                    case 3: client.call("LeadIntake/ReleaseLead", lead | {"reason": "无力跟进"})
                    case 4: deployment.cluster.query("UPDATE lead_intake.lead SET protected_until = now() - interval '40 days'"
                                                     " WHERE lead_id = %s AND state IN (2, 7)", lead["lead_id"])
                outcomes.append("OK")
            except CallError as error:
                outcomes.append(error.code)
        client.close()
        manager.close()

    threads = [threading.Thread(target=session, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 600 and outcomes.count("OK") > 120, set(outcomes)
    assert set(outcomes) <= {"OK", "FAILED_PRECONDITION", "NOT_FOUND", "INVALID_ARGUMENT"}
    states = deployment.cluster.query(
        "SELECT state, count(*) FROM lead_intake.lead JOIN lead_intake.customer USING (customer_id)"
        " WHERE customer.name = %s GROUP BY state", name)
    assert sum(count for state, count in states if state in (2, 7)) == 1, states
    broken = deployment.cluster.query(
        "SELECT lead_id FROM (SELECT lead_id, from_state, lag(to_state) OVER (PARTITION BY lead_id ORDER BY entry_id) AS before"
        " FROM lead_intake.lead_history) AS step WHERE before <> from_state")
    deployment.wait_until(lambda: not deployment.cluster.query(
        "SELECT 1 FROM lead_intake.lead WHERE state = 2 AND protected_until <= now()"), what="the sweep")
    assert broken == []  # each entry of a history goes on where the one before ended


def test_the_record_cannot_be_changed(deployment):
    for statement in ("UPDATE lead_intake.lead_history SET reason = ''", "DELETE FROM lead_intake.lead_history"):
        connection = deployment.cluster.connect("lead_intake")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


def test_a_call_that_is_sent_again_changes_a_lead_once(people):
    lead = file_lead(people["D1"], "D1")
    fields = {"lead_id": lead.lead_id, "feedback": "拜访"}
    first, again = [people["D1"].call("LeadIntake/AdvanceLead", fields, key="advance-once") for _ in range(2)]
    assert first == again and len(history(people["D1"], lead)) == 2


def test_open_demand_follows_what_becomes_of_a_lead(deployment, operator, people):
    def open_units():
        return operator.call("CustomerTiering/GetTotals").open_units

    def settled(expected):
        deployment.wait_until(lambda: open_units() == expected, what=f"{expected} vehicles to come")

    deployment.wait_until(lambda: open_units() == sum(
        lead.quantity for lead in operator.call("LeadIntake/ListLeads", {"limit": 500, "state": "HELD"}).leads), what="the sums")
    before = open_units()
    lead = file_lead(people["D1"], "D1")
    settled(before + 5)
    change(people["D1"], "AmendLead", lead, fields=["quantity"], quantity=2)
    settled(before + 2)
    change(people["D1"], "ReleaseLead", lead, reason="无力跟进")
    settled(before)
    change(people["M1"], "AssignLead", lead, dealer_code="D2", reason="指定")
    settled(before + 2)
    change(people["D2"], "CloseLead", lead, outcome="LOST", loss_reason="PRODUCT")
    settled(before)


def test_a_small_batch_is_three_vehicles_or_more(people):
    error = refused("INVALID_ARGUMENT", file_lead, people["D1"], "D1", business_type="SMALL_BATCH", quantity=2)
    assert error.violations[0].field == "quantity" and "3" in error.violations[0].message
    assert file_lead(people["D1"], "D1", business_type="SMALL_BATCH", quantity=3).lead_id


def test_government_direct_accounts_are_headquarters_own(operator, people):
    fields = {"business_type": "GOVERNMENT", "information_class": "DIRECT_SALES"}
    error = refused("INVALID_ARGUMENT", file_lead, people["D1"], "D1", **fields)
    assert error.violations[0].field == "information_class"
    assert file_lead(operator, "D1", **fields).lead_id


def test_a_list_of_what_soon_ends(deployment, people):
    soon, later = file_lead(people["D3"], "D3"), file_lead(people["D3"], "D3")
    end_protection(deployment, soon, days_ago=-5)
    listed = [lead.lead_id for lead in people["D3"].call("LeadIntake/ListLeads", {"ends_within_days": 7}).leads]
    assert soon.lead_id in listed and later.lead_id not in listed


def events_of(operator, lead, name):
    events = operator.call("Operations/ReadEvents", {"limit": 1000}, service="lead_intake").events
    return [e for e in events if e.subject == lead.customer_id and e.type.endswith(name)]


def test_a_hold_falls_into_the_pool_when_its_protection_is_over_and_is_told_once(deployment, operator, people):
    deployment.add_replica("lead_intake")  # two sweep at the same time
    leads = [file_lead(people["D3"], "D3") for _ in range(20)]
    for lead in leads:
        end_protection(deployment, lead)
    deployment.wait_until(lambda: all(state(look(operator, lead)) == "IN_POOL" for lead in leads), what="the pool")
    assert [len(events_of(operator, lead, "LeadReleased")) for lead in leads] == [1] * 20
    assert [(e.event, e.principal) for e in history(operator, leads[0])] == [("file", "dealer-D3"), ("expire", "")]


def test_the_end_of_a_hold_is_told_seven_days_before_and_once(deployment, operator, people):
    lead = file_lead(people["D3"], "D3")
    end_protection(deployment, lead, days_ago=-8)
    time.sleep(2)
    assert events_of(operator, lead, "LeadExpiring") == []
    end_protection(deployment, lead, days_ago=-6.9)
    deployment.wait_until(lambda: events_of(operator, lead, "LeadExpiring"), what="the warning")
    time.sleep(2)
    assert len(events_of(operator, lead, "LeadExpiring")) == 1


def put_policy(deployment, operator, people, **changes):
    """A new version of the policy."""
    current = operator.call("LeadIntake/GetProtectionPolicy").policy
    from google.protobuf import json_format
    policy = json_format.MessageToDict(current, preserving_proto_field_name=True, including_default_value_fields=True) | changes
    return operator.call("LeadIntake/PutProtectionPolicy", {"policy": policy, "reason": "试行"}).version


def test_a_new_version_of_the_policy_decides_from_then_on_and_the_old_ones_stay_to_be_read(deployment, operator, people):
    before = operator.call("LeadIntake/GetProtectionPolicy")
    assert (before.version, before.policy.default_days, before.policy.claims_a_day) == (0, 90, 3)
    first = put_policy(deployment, operator, people, least_small_batch=2,
                       rules=[{"business_type": "INDUSTRY", "days": 45}, {"product_line": "suv", "business_type": "GOVERNMENT", "days": 120}])
    industry = file_lead(people["D3"], "D3", business_type="INDUSTRY")
    government = file_lead(people["D3"], "D3", business_type="GOVERNMENT")
    assert abs(industry.protected_until_unix_ms - time.time() * 1000 - 45 * DAY) < 60000
    assert abs(government.protected_until_unix_ms - time.time() * 1000 - 120 * DAY) < 60000
    assert file_lead(people["D3"], "D3", business_type="SMALL_BATCH", quantity=2).lead_id
    second = put_policy(deployment, operator, people, rules=[], least_small_batch=3)
    assert second > first
    old = operator.call("LeadIntake/GetProtectionPolicy", {"version": first})
    assert (len(old.policy.rules), old.reason) == (2, "试行")
    error = refused("INVALID_ARGUMENT", operator.call, "LeadIntake/PutProtectionPolicy", {"policy": {"default_days": 0}, "reason": "x"})
    assert error.violations[0].field == "policy.default_days"
    refused("PERMISSION_DENIED", people["D1"].call, "LeadIntake/PutProtectionPolicy", {"policy": {}, "reason": "x"})


def test_areas_may_have_pools_of_their_own(deployment, operator, people):
    put_policy(deployment, operator, people, pool_delay_hours=0, claims_a_day=100, pool_areas=[{"area_code": "A2", "pool": "云南"}])
    lead = file_lead(people["D1"], "D1")
    change(people["D1"], "ReleaseLead", lead, reason="无力跟进")
    listed = lambda code: [p.lead_id for p in people[code].call("LeadIntake/ListPool", {"dealer_code": code, "limit": 500}).leads]
    assert lead.lead_id in listed("D2") and lead.lead_id not in listed("D3")
    assert "pool" in refused("FAILED_PRECONDITION", change, people["D3"], "ClaimLead", lead, dealer_code="D3").message
    assert state(change(people["D2"], "ClaimLead", lead, dealer_code="D2")) == "HELD"
