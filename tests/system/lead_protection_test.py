"""How long a hold lasts: by the customer's tier, learnt from customer_tiering; and what the filing itself is answered for ever."""

import itertools
import time

import pytest
from google.protobuf import json_format
from harness.client import CallError
from harness.company import file_lead, found_company, verdict

DAY = 86400000
DAYS = {"KEY": 150, "SECONDARY": 120, "POTENTIAL": 20}
names = (f"第{number}出租汽车公司" for number in itertools.count(1))


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def put_policy(operator, **changes):
    """A new version of the policy, once it is in force."""
    policy = operator.call("LeadIntake/GetProtectionPolicy").policy
    fields = json_format.MessageToDict(policy, preserving_proto_field_name=True, including_default_value_fields=True) | changes
    operator.call("LeadIntake/PutProtectionPolicy", {"policy": fields, "reason": "按客户分级"})
    time.sleep(2.5)  # the service reads it within a second


@pytest.fixture(scope="module")
def rules(operator, people):
    put_policy(operator, pool_delay_hours=0, claims_a_day=100,
               rules=[{"tier": tier, "days": days} for tier, days in DAYS.items()]
                     + [{"tier": "KEY", "product_line": "van", "days": 33}])


def registered(operator, name):
    return operator.call("LeadIntake/RegisterCustomer", {"customer": {"name": name}}).customer_id


def tell_tier(deployment, run_id, customer_ids, tier):
    """As customer_tiering tells it, in its name."""
    from remuda.event.v1 import tiering_events_pb2 as events
    tell(deployment, [(customer_id, events.TierAssigned(customer_id=customer_id, run_id=run_id, tier=tier)) for customer_id in customer_ids])


def tell(deployment, told):
    import psycopg2
    connection = deployment.cluster.connect("customer_tiering")
    try:
        with connection.cursor() as cursor:
            for subject, event in told:
                cursor.execute("INSERT INTO event_log.event (partition, subject, occurred_at, type, traceparent, payload)"
                               " VALUES (%s, %s, now(), %s, '', %s)",
                               (subject & 15, subject, event.DESCRIPTOR.full_name, psycopg2.Binary(event.SerializeToString())))
    finally:
        connection.close()


def stored_tier(deployment, customer_id):
    return deployment.cluster.query("SELECT tier FROM lead_intake.customer WHERE customer_id = %s", customer_id)[0][0]


def rated(deployment, operator, name, tier, run_id):
    customer_id = registered(operator, name)
    tell_tier(deployment, run_id, [customer_id], tier)
    deployment.wait_until(lambda: stored_tier(deployment, customer_id) is not None, what="the tier")
    return customer_id


def days(answer, field="protected_until_unix_ms"):
    return round((getattr(answer, field) - time.time() * 1000) / DAY)


def look(client, lead_id):
    return client.call("LeadIntake/GetLead", {"lead_id": lead_id}).lead


def test_the_next_filing_of_a_key_customer_is_protected_for_the_rules_days_also_after_a_restart(deployment, operator, people, rules):
    name, other = next(names), next(names)
    first = file_lead(people["D1"], "D1", name, quantity=500)
    assert days(first) == 90, "nobody has said yet how much it matters"
    deployment.wait_until(lambda: operator.call("CustomerTiering/GetTotals").leads > 0, what="tiering's knowledge of the lead")
    operator.call("CustomerTiering/Run", {"as_of": "2014-09-30"})
    deployment.wait_until(lambda: stored_tier(deployment, first.customer_id) == 1, what="the tier that tiering decided")
    assert days(file_lead(people["D1"], "D1", name, product_code="V1")) == 33, "the rule that names most"
    people["D1"].call("LeadIntake/CloseLead", {"lead_id": first.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    again = file_lead(people["D2"], "D2", name)
    assert days(again) == DAYS["KEY"]
    assert days(file_lead(people["D1"], "D1", other)) == 90
    people["D2"].call("LeadIntake/CloseLead", {"lead_id": again.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    deployment.services["lead_intake"].kill()
    deployment.services["lead_intake"].start()
    assert days(file_lead(people["D3"], "D3", name)) == DAYS["KEY"]


def test_the_newest_run_decides_in_whatever_order_its_events_come(deployment, operator, people, rules):
    name = next(names)
    customer_id = rated(deployment, operator, name, 3, run_id=1000)
    assert days(file_lead(people["D1"], "D1", name, product_code="V1")) == DAYS["POTENTIAL"]
    tell_tier(deployment, 1001, [customer_id], 2)
    tell_tier(deployment, 999, [customer_id], 1)
    tell_tier(deployment, 1, [registered(operator, next(names))], 1)
    deployment.wait_until(lambda: stored_tier(deployment, customer_id) == 2, what="the newer tier")
    time.sleep(1)
    assert stored_tier(deployment, customer_id) == 2
    assert days(file_lead(people["D1"], "D1", name)) == DAYS["SECONDARY"]


def test_a_merged_customer_is_worth_what_stands_for_it(deployment, operator, people, rules):
    name, other = next(names), next(names)
    key, potential = rated(deployment, operator, name, 1, 1000), rated(deployment, operator, other, 3, 1000)
    operator.call("LeadIntake/MergeCustomers", {"survivor_id": key, "merged_id": potential, "reason": "同一单位"})
    merged = file_lead(people["D1"], "D1", other)
    assert days(merged) == DAYS["KEY"]
    taken = people["A1"].call("LeadIntake/AssignLead", {"lead_id": merged.lead_id, "dealer_code": "D2", "reason": "就近服务"})
    assert days(taken) == DAYS["KEY"]
    people["D2"].call("LeadIntake/CloseLead", {"lead_id": merged.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})
    operator.call("LeadIntake/UnmergeCustomers", {"merged_id": potential, "reason": "误合并"})
    assert days(file_lead(people["D1"], "D1", other)) == DAYS["POTENTIAL"]


def test_a_wrong_rule_is_named_to_its_field(operator, people):
    policy = json_format.MessageToDict(operator.call("LeadIntake/GetProtectionPolicy").policy, preserving_proto_field_name=True,
                                       including_default_value_fields=True)

    def field_of(rules):
        with pytest.raises(CallError) as refused:
            operator.call("LeadIntake/PutProtectionPolicy", {"policy": policy | {"rules": rules}, "reason": "试行"})
        return refused.value.code, refused.value.violations[0].field

    fine = {"tier": "KEY", "days": 100}
    assert field_of([fine, {"tier": "SECONDARY", "days": 0}]) == ("INVALID_ARGUMENT", "policy.rules[1].days")
    assert field_of([fine, {"days": 10}, {"tier": "KEY", "days": 120}]) == ("INVALID_ARGUMENT", "policy.rules[2].days")
    assert field_of([fine, {"tier": 9, "days": 10}])[0] == "INVALID_ARGUMENT"


def test_the_command_line_shows_days_by_tier_and_puts_them(deployment, rules, tmp_path):
    shown = deployment.run_command_line("protection", "show")
    assert '"days":150,"tier":"KEY"' in shown.stdout, shown
    edited = tmp_path / "policy.json"
    edited.write_text(shown.stdout.replace('"days":150', '"days":0'))
    refused = deployment.run_command_line("protection", "put", str(edited), "--reason", "试行")
    assert refused.returncode != 0 and "policy.rules[0].days" in refused.stderr, refused
    edited.write_text(shown.stdout.replace('"KEY"', '"KING"', 1))
    refused = deployment.run_command_line("protection", "put", str(edited), "--reason", "试行")
    assert refused.returncode != 0 and "tier" in refused.stderr, refused


# --- the first reply ----------------------------------------------------------------------------------------------------------


def filed(people, dealer="D1", **changes):
    """(file it again under the same key, the first answer)"""
    name, key = next(names), f"first-{next(keys)}"
    again = lambda: file_lead(people[dealer], dealer, name, key=key, **changes)  # noqa: E731
    return again, again()


keys = itertools.count(1)


def test_the_same_key_is_answered_the_same_after_an_extension_an_amendment_and_expiry(deployment, people, rules):
    again, first = filed(people)
    people["D1"].call("LeadIntake/AmendLead", {"lead_id": first.lead_id, "fields": ["quantity"], "quantity": 9})
    assert again() == first
    for _ in range(2):
        people["D1"].call("LeadIntake/AdvanceLead", {"lead_id": first.lead_id, "feedback": "已拜访"})
        longer = people["D1"].call("LeadIntake/ExtendProtection", {"lead_id": first.lead_id})
        assert longer.protected_until_unix_ms > first.protected_until_unix_ms
        assert again() == first
    assert look(people["D1"], first.lead_id).protected_until_unix_ms == longer.protected_until_unix_ms
    deployment.cluster.query("UPDATE lead_intake.lead SET protected_until = now() - interval '1 day',"
                             " first_protected_until = coalesce(first_protected_until, protected_until) WHERE lead_id = %s", first.lead_id)
    deployment.wait_until(lambda: look(people["D1"], first.lead_id).state == 7, what="the pool")
    assert again() == first


def test_the_same_key_is_answered_the_same_after_an_assignment_a_release_and_a_claim(people, rules):
    again, first = filed(people)
    people["A1"].call("LeadIntake/AssignLead", {"lead_id": first.lead_id, "dealer_code": "D2", "reason": "就近服务"})
    assert again() == first
    people["D2"].call("LeadIntake/ReleaseLead", {"lead_id": first.lead_id, "reason": "无力跟进"})
    assert again() == first
    people["D1"].call("LeadIntake/ClaimLead", {"lead_id": first.lead_id, "dealer_code": "D1"})
    assert again() == first


def test_the_same_key_is_answered_the_same_after_a_transfer_and_its_appeal(people, rules):
    again, first = filed(people)
    name = look(people["D1"], first.lead_id).customer_name
    assert verdict(file_lead(people["D2"], "D2", name)) == "HELD_BY_OTHER"
    conflict = next(c for c in people["A1"].call("LeadIntake/ListConflicts", {"limit": 200}).conflicts if c.lead_id == first.lead_id)
    decide = lambda client, outcome: people[client].call("LeadIntake/DecideConflict", {  # noqa: E731
        "conflict_id": conflict.conflict_id, "outcome": outcome, "reason": "客户指定"})
    decide("A1", "CONFLICT_TRANSFERRED")
    assert again() == first
    people["D1"].call("LeadIntake/AppealConflict", {"conflict_id": conflict.conflict_id, "reason": "先报备"})
    assert decide("R1", "CONFLICT_REJECTED").holder_lead_id == first.lead_id
    assert again() == first


def test_the_same_key_is_answered_the_same_when_its_customer_is_merged_and_parted(operator, people, rules):
    again, first = filed(people)
    survivor = registered(operator, next(names))
    operator.call("LeadIntake/MergeCustomers", {"survivor_id": survivor, "merged_id": first.customer_id, "reason": "同一单位"})
    assert look(people["D1"], first.lead_id).customer_id == survivor
    assert again() == first
    meanwhile, second = filed(people, product_code="V1")
    operator.call("LeadIntake/MergeCustomers", {"survivor_id": survivor, "merged_id": second.customer_id, "reason": "同一单位"})
    operator.call("LeadIntake/UnmergeCustomers", {"merged_id": second.customer_id, "reason": "误合并"})
    operator.call("LeadIntake/UnmergeCustomers", {"merged_id": first.customer_id, "reason": "误合并"})
    assert (again(), meanwhile()) == (first, second)


def test_where_no_rule_fits_the_tiering_policy_says_how_long(deployment, operator, people, rules):
    from remuda.event.v1 import tiering_events_pb2 as events
    name = next(names)
    customer_id = registered(operator, name)
    put_policy(operator, rules=[])
    tell_tier(deployment, 10**6, [customer_id], 1)
    tell(deployment, [(1, events.TierResourcesSet(policy_version=9, tier=1, protection_days=77))])
    deployment.wait_until(lambda: stored_tier(deployment, customer_id) == 1, what="the customer's tier")
    deployment.wait_until(lambda: deployment.cluster.query("SELECT days FROM lead_intake.tier_protection WHERE tier = 1") == [(77,)],
                          what="the days of the tier")
    time.sleep(2.5)  # the service reads them within a second
    assert days(file_lead(people["D1"], "D1", name)) == 77
    assert days(file_lead(people["D1"], "D1", next(names))) == 90, "nobody has said how much it matters"
