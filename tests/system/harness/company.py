"""A small company for tests of lead intake: one region with two areas, another region, dealers and managers of each."""

import uuid

from .client import CallError, full_method, request_message, response_message

UNITS = [("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"), ("A2", "云南", "AREA", "R1"),
         ("R2", "华东大区", "REGION", "HQ"), ("A3", "浙江", "AREA", "R2"),
         ("D1", "成都一店", "DEALER", "A1"), ("D2", "成都二店", "DEALER", "A1"), ("D3", "昆明店", "DEALER", "A2"),
         ("D4", "杭州店", "DEALER", "A3")]
MANAGERS = ("A1", "A2", "A3", "R1", "R2")


def found_company(deployment):
    """{unit code: client}: dealers' systems, managers of areas and regions."""
    operator = deployment.operator()
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"}
        for code, name, kind, parent in UNITS]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND", "list_price_fen": 12800000},
        {"code": "V1", "name": "作业车", "product_line": "van", "use_class": "OPERATION", "list_price_fen": 9800000}]})
    people = {code: deployment.principal(f"dealer-{code}", ("DEALER_USER", code)) for code, _, kind, _ in UNITS if kind == "DEALER"}
    people |= {code: deployment.principal(f"manager-{code}", ("MANAGER", code)) for code in MANAGERS}
    for client in people.values():
        deployment.wait_until(lambda c=client: known(c), what="the new keys")
    return people


def known(client):
    try:
        client.call("Operations/Ping", {}, service="lead_intake", timeout=1)
        return True
    except CallError:
        return False


def file_lead(client, dealer, name, *, key=None, **changes):
    customer = {"name": name} | changes.pop("customer", {})
    return client.call("LeadIntake/FileLead", {"dealer_code": dealer, "customer": customer, "product_code": "T1", "quantity": 3,
                                               "found_on": "2014-09-01"} | changes, key=key)


def verdict(answer):
    return answer.DESCRIPTOR.fields_by_name["verdict"].enum_type.values_by_number[answer.verdict].name


def at_once(client, method, requests):
    """The responses to calls that are sent before the first answer is read."""
    connection = client.connection("lead_intake")
    full_name, _ = full_method(method)
    calls = [connection.send(full_name, request_message(method, fields), key=str(uuid.uuid4())) for fields in requests]
    answers = dict()
    while len(answers) < len(calls):
        outcome, body = connection.receive(10)
        assert outcome.code == 0, outcome
        answers[outcome.call_id] = response_message(method, body)
    return [answers[call] for call in calls]
