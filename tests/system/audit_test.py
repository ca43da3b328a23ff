"""The audit: whoever is refused, and whoever reads what is another unit's, stands in it; who reads its own does not."""

import itertools
import json

import pytest
from harness.client import CallError
from harness.company import file_lead, found_company

names = (f"第{i}环卫公司" for i in itertools.count(1))


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


@pytest.fixture
def lead(people):
    return file_lead(people["D1"], "D1", next(names))


def entries(deployment, principal, **filters):
    """Oldest first: (method, outcome, subject, its number, field)."""
    read = deployment.operator().call("Operations/ReadAudit", {"principal": principal, "limit": 1000} | filters, service="lead_intake").entries
    return [(e.method.rpartition("/")[2], e.outcome, e.subject, e.subject_id, e.field) for e in reversed(read)]


def added(deployment, principal, action):
    """What an action adds to the audit."""
    before = len(entries(deployment, principal))
    try:
        action()
    except CallError:
        pass
    return entries(deployment, principal)[before:]


def test_another_dealers_lead_is_refused_as_if_there_were_none_and_the_attempt_is_written_down(deployment, people, lead):
    def read(method):
        return lambda: people["D2"].call(f"LeadIntake/{method}", {"lead_id": lead.lead_id})

    for method in "GetLead", "GetHistory":
        with pytest.raises(CallError) as caught:
            read(method)()
        assert caught.value.code == "NOT_FOUND"
        assert added(deployment, "dealer-D2", read(method)) == [(method, "NOT_FOUND", "lead", lead.lead_id, "lead_id")]


def test_so_is_the_attempt_to_change_it_however_it_is_refused(deployment, people, lead):
    def change(code, method, **fields):
        return lambda: people[code].call(f"LeadIntake/{method}", {"lead_id": lead.lead_id} | fields)

    assert added(deployment, "dealer-D2", change("D2", "ReleaseLead", reason="x")) == [
        ("ReleaseLead", "NOT_FOUND", "lead", lead.lead_id, "lead_id")]
    assert added(deployment, "manager-A2", change("A2", "AssignLead", dealer_code="D3", reason="x")) == [
        ("AssignLead", "NOT_FOUND", "lead", lead.lead_id, "lead_id")]
    assert people["D1"].call("LeadIntake/GetLead", {"lead_id": lead.lead_id}).lead.state == 2


def test_acting_for_another_unit_is_written_down_by_the_field_that_named_it(deployment, people):
    assert added(deployment, "dealer-D2", lambda: file_lead(people["D2"], "D1", next(names))) == [
        ("FileLead", "PERMISSION_DENIED", "", 0, "dealer_code")]
    assert added(deployment, "dealer-D2", lambda: people["D2"].call("LeadIntake/ListLeads", {"unit_code": "D1"})) == [
        ("ListLeads", "PERMISSION_DENIED", "", 0, "unit_code")]


def test_so_is_a_method_that_its_caller_has_no_role_for(deployment, people):
    assert added(deployment, "dealer-D1", lambda: people["D1"].call("LeadIntake/GetTotals", {})) == [
        ("GetTotals", "PERMISSION_DENIED", "", 0, "")]


def test_what_a_manager_reads_of_its_dealers_is_written_down(deployment, people, lead):
    def read():
        people["A1"].call("LeadIntake/GetLead", {"lead_id": lead.lead_id})
        people["A1"].call("LeadIntake/GetHistory", {"lead_id": lead.lead_id})
        people["A1"].call("LeadIntake/ListLeads", {})
        people["A1"].call("LeadIntake/ListConflicts", {})

    assert added(deployment, "manager-A1", read) == [
        ("GetLead", "OK", "lead", lead.lead_id, ""), ("GetHistory", "OK", "lead", lead.lead_id, ""), ("ListLeads", "OK", "leads", 0, ""),
        ("ListConflicts", "OK", "conflicts", 0, "")]
    assert entries(deployment, "manager-A1", refused_only=True) == []


def test_who_reads_its_own_or_asks_for_what_does_not_exist_is_not(deployment, people, lead):
    def read():
        people["D1"].call("LeadIntake/GetLead", {"lead_id": lead.lead_id})
        people["D1"].call("LeadIntake/GetHistory", {"lead_id": lead.lead_id})
        people["D1"].call("LeadIntake/ListLeads", {"unit_code": "D1"})
        people["D1"].call("LeadIntake/GetLead", {"lead_id": 999999999})

    assert added(deployment, "dealer-D1", read) == []


def test_a_refusal_that_is_sent_again_harms_no_neighbour_and_is_written_down_each_time(deployment, people):
    def twice():
        for _ in range(2):
            try:
                file_lead(people["D2"], "D1", next(names), key="same-key")
            except CallError as error:
                assert error.code == "PERMISSION_DENIED"

    assert len(added(deployment, "dealer-D2", twice)) == 2


def test_the_audit_is_for_headquarters_and_cannot_be_changed_by_a_service(deployment, people):
    with pytest.raises(CallError) as caught:
        people["A1"].call("Operations/ReadAudit", {}, service="lead_intake")
    assert caught.value.code == "PERMISSION_DENIED"
    connection = deployment.cluster.connect("lead_intake")
    with connection.cursor() as cursor:
        for statement in "UPDATE event_log.audit_entry SET outcome = 'OK'", "DELETE FROM event_log.audit_entry", "TABLE event_log.audit_entry":
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute(statement)
    connection.close()


def test_the_command_line_lists_it_page_by_page(deployment, people, lead):
    for _ in range(3):
        added(deployment, "dealer-D3", lambda: people["D3"].call("LeadIntake/GetLead", {"lead_id": lead.lead_id}))
    listed = deployment.run_command_line("audit", "list", "--refused", "--principal", "dealer-D3")
    assert f"lead {lead.lead_id}" in listed.stdout and "NOT_FOUND" in listed.stdout, listed.stderr
    first = json.loads(deployment.run_command_line("audit", "list", "--principal", "dealer-D3", "--limit", "2", "--json").stdout)["entries"]
    rest = json.loads(deployment.run_command_line("audit", "list", "--principal", "dealer-D3", "--cursor", first[-1]["entryId"],
                                                  "--json").stdout)["entries"]
    assert (len(first), len(rest)) == (2, 1)
    assert len({entry["entryId"] for entry in first + rest}) == 3


def test_whoever_calls_in_anothers_name_without_right_is_written_down(deployment, people):
    gateway = deployment.principal("a-gateway", ("GATEWAY", "HQ"))
    deployment.wait_until(lambda: gateway.call("LeadIntake/ListLeads", {}, on_behalf_of="dealer-D1") is not None, what="the gateway's key")
    attempts = [(people["D2"], "dealer-D2", "dealer-D1"), (people["D2"], "dealer-D2", "nobody"), (gateway, "a-gateway", "nobody"),
                (gateway, "a-gateway", "x" * 1000)]
    for client, name, other in attempts:
        assert added(deployment, name, lambda: client.call("LeadIntake/ListLeads", {}, on_behalf_of=other)) == [
            ("ListLeads", "PERMISSION_DENIED", "", 0, "call.on_behalf_of")]
