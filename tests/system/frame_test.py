"""What every service does, whatever it is for: it answers, tells its health, drains, and comes back after a crash."""

import pytest
from harness.client import CallError, Connection, Keys, request_message

SERVICES = ["directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation", "gateway"]


@pytest.fixture(name="service", params=SERVICES)
def fixture_service(request, deployment):
    return request.param if request.param in deployment.services else pytest.skip("not built")


def test_a_service_answers_a_ping_with_its_name(operator, service):
    answer = operator.call("Operations/Ping", {"text": "大客户"}, service=service)
    assert (answer.text, answer.service) == ("大客户", service)


def test_a_service_tells_its_health_on_the_admin_port(deployment, service):
    assert [deployment.services[service].admin(path)[0] for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]


def test_a_stranger_hears_nothing(deployment):
    with pytest.raises(CallError) as refused:
        deployment.client_for(Keys.new(), timeout=1.0).call("Operations/Ping", service="directory")
    assert refused.value.local


def test_a_new_principal_is_let_in_within_seconds(deployment):
    deployment.operator().call("Directory/PutUnits", {"units": [{"code": "HQ", "name": "总部", "kind": "HEADQUARTERS"}]})
    client = deployment.principal("system-of-a-test", ("VIEWER", "HQ"))
    for service in deployment.services:
        assert client.call("Operations/Ping", service=service).service == service


def test_a_killed_service_comes_back_and_clients_go_on_with_the_same_connection(deployment, operator):
    service = deployment.services["directory"]
    operator.call("Operations/Ping", service="directory")
    service.kill()
    service.start()
    assert operator.call("Operations/Ping", service="directory").service == "directory"


def test_a_service_is_not_ready_while_its_database_is_down_and_recovers_by_itself(deployment, operator):
    deployment.cluster.stop("immediate")
    deployment.wait_until(lambda: deployment.services["directory"].admin("/readyz")[0] == 503, what="/readyz telling of the outage")
    deployment.cluster.start()
    deployment.wait_until(lambda: deployment.services["directory"].admin("/readyz")[0] == 200, what="/readyz telling of the recovery")
    assert operator.call("Directory/ListProducts") is not None


def test_a_service_asked_to_end_ends_with_exit_code_0(deployment):
    service = deployment.services["directory"]
    assert service.stop() == 0
    service.start()


def test_an_event_carries_the_trace_of_the_call_that_caused_it(deployment, operator):
    units = [("R1", "REGION", "HQ"), ("A1", "AREA", "R1"), ("D1", "DEALER", "A1")]
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": code, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"} for code, kind, parent in units]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND", "list_price_fen": 12800000}]})
    deployment.principal("dealer-of-a-trace", ("DEALER_USER", "D1"))
    dealer = deployment.clients[-1]
    dealer.call("Operations/Ping", service="lead_intake")
    service = deployment.services["lead_intake"]
    connection = Connection(service.endpoint, service.keys.public, dealer.keys)
    traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    call = connection.envelope.Call(call_id=1, method="remuda.lead.v1.LeadIntake/FileLead", idempotency_key="traced", traceparent=traceparent)
    lead = request_message("LeadIntake/FileLead", {"dealer_code": "D1", "customer": {"name": "成都市公安局"}, "product_code": "T1",
                                                   "quantity": 3, "found_on": "2014-09-01"})
    connection.send_frames([call.SerializeToString(), lead.SerializeToString()])
    assert connection.receive(20)[0].code == 0
    events = operator.call("Operations/ReadEvents", {"newest": True}, service="lead_intake").events
    assert {"remuda.event.v1.LeadFiled"} <= {event.type for event in events if event.traceparent == traceparent}
    connection.close()
