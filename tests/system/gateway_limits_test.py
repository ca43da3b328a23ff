"""The HTTP door's limits: rate, connections, slow senders, browsers of other sites, proxies, certificates."""

import http.client
import json
import signal
import socket
import ssl
import subprocess
import time

import pytest

from harness.door import Door, found_company, lead, open_door

STRICT = {"REMUDA_HTTP_REQUESTS_A_SECOND": "20", "REMUDA_HTTP_CONNECTIONS_PER_PRINCIPAL": "4", "REMUDA_HTTP_REQUEST_SECONDS": "2",
          "REMUDA_HTTP_TRUSTED_PROXIES": "127.0.0.0/8", "REMUDA_HTTP_CORS_ORIGINS": "https://portal.example,https://two.example"}


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "gateway"])


@pytest.fixture(scope="module")
def doors(deployment, operator):
    found_company(deployment, operator)
    made = {dealer: open_door(deployment, dealer) for dealer in ("D1", "D2")}
    restart(deployment, STRICT)
    return made


@pytest.fixture(scope="module")
def unhurried(deployment, doors):
    """The same with no limit of rate."""
    restart(deployment, {"REMUDA_HTTP_REQUESTS_A_SECOND": "0"})
    return doors


@pytest.fixture(name="d1")
def first_door(unhurried):
    return unhurried["D1"]


def restart(deployment, settings):
    gateway = deployment.services["gateway"]
    assert gateway.stop() == 0
    gateway.settings |= settings
    gateway.start()


def connect(door):
    """A connection that has shown whose it is; its socket and the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=30)
    connection.request("GET", "/v1/nothing", headers={"Authorization": f"Bearer {door.key}"})
    answer = connection.getresponse()
    answer.read()
    return connection, answer.status


def ask_until(status, ask, most=5000):
    for _ in range(most):
        answer = ask()
        if answer[0] == status:
            return answer
    pytest.fail(f"no {status}")


def test_who_asks_too_often_waits_and_nobody_else_does(deployment, doors):
    _, headers, problem = ask_until(429, lambda: doors["D1"].ask("GET", "/v1/nothing"))
    assert int(headers["Retry-After"]) > 0 and problem["type"] == "urn:remuda:problem:RESOURCE_EXHAUSTED"
    assert doors["D2"].ask("GET", "/v1/leads")[0] == 200
    deployment.wait_until(lambda: doors["D1"].ask("GET", "/v1/leads")[0] == 200, what="the bucket to fill")


def test_strangers_are_counted_by_the_address_that_a_trusted_proxy_names(deployment):
    door = Door(deployment.http_port)
    ask_until(429, lambda: door.ask("GET", "/v1/leads", X_Forwarded_For="203.0.113.9, 192.0.2.1, 127.0.0.7"))
    assert door.ask("GET", "/v1/leads", X_Forwarded_For="203.0.113.9, 192.0.2.2, 127.0.0.7")[0] == 401


def test_a_principal_has_so_many_connections_and_no_more(deployment, d1):
    opened = [connect(d1) for _ in range(4)]
    assert [status for _, status in opened] == [404] * 4
    status, headers, _ = d1.ask("GET", "/v1/nothing")
    assert status == 429 and int(headers["Retry-After"]) > 0
    for connection, _ in opened:
        connection.close()
    deployment.wait_until(lambda: connect_and_close(d1) == 404, what="the end of the connections")


def connect_and_close(door):
    connection, status = connect(door)
    connection.close()
    return status


@pytest.mark.parametrize("begin", [b"GET /v1/le", b"POST /v1/leads HTTP/1.1\r\nHost: x\r\nX-A: ", b"\r\n"])
def test_a_sender_who_is_slow_on_purpose_is_cut_off(d1, begin):
    assert_cut_off(d1, begin)


def test_a_body_that_comes_by_drops_is_cut_off_and_others_are_served(unhurried):
    assert_cut_off(unhurried["D1"], (f"POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unhurried['D1'].key}\r\n"
                                 "Idempotency-Key: slow\r\nContent-Length: 900000\r\n\r\n").encode())
    assert unhurried["D2"].ask("GET", "/v1/leads")[0] == 200


def assert_cut_off(door, begin):
    """However often it sends a byte, long before the idle time could end it."""
    until = time.monotonic() + 20
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as sock:
        sock.settimeout(0.2)
        with pytest.raises(OSError):
            sock.sendall(begin)
            while time.monotonic() < until:
                sock.sendall(b"x")
                try:
                    if sock.recv(4096) == b"":
                        raise OSError("ended")
                except TimeoutError:
                    continue
    assert time.monotonic() < until


def test_pages_of_the_named_sites_may_ask_and_no_others(d1):
    preflight = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "idempotency-key"}
    status, headers, _ = Door(d1.port).ask("OPTIONS", "/v1/leads", Origin="https://portal.example", **preflight)
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, "https://portal.example")
    assert "Idempotency-Key" in headers["Access-Control-Allow-Headers"] and "POST" in headers["Access-Control-Allow-Methods"]
    status, headers, _ = Door(d1.port).ask("OPTIONS", "/v1/leads", Origin="https://evil.example", **preflight)
    assert status == 401 and "Access-Control-Allow-Origin" not in headers
    assert d1.ask("GET", "/v1/leads", Origin="https://two.example")[1]["Access-Control-Allow-Origin"] == "https://two.example"
    assert "Access-Control-Allow-Origin" not in d1.ask("GET", "/v1/leads", Origin="https://portal.example.evil.example")[1]


def make_certificate(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "door.key", "-out", folder / "door.pem"],
                   check=True, capture_output=True)


def served_certificate(port):
    return ssl.get_server_certificate(("127.0.0.1", port))


def test_tls_is_served_and_its_certificate_replaced_without_a_restart(deployment, d1):
    folder, gateway = deployment.folder, deployment.services["gateway"]
    make_certificate(folder, "first")
    restart(deployment, {"REMUDA_HTTP_TLS_CERTIFICATE": str(folder / "door.pem"), "REMUDA_HTTP_TLS_KEY": str(folder / "door.key")})
    first = (folder / "door.pem").read_text()
    kept = http.client.HTTPSConnection("127.0.0.1", d1.port, timeout=30, context=ssl.create_default_context(cadata=first))
    assert file_lead(kept, d1, "成都市体育局") == (200, "ACCEPTED")
    make_certificate(folder, "second")
    second = (folder / "door.pem").read_text()
    gateway.process.send_signal(signal.SIGHUP)
    deployment.wait_until(lambda: served_certificate(d1.port) == second, what="the second certificate")
    assert file_lead(kept, d1, "成都市旅游局") == (200, "ACCEPTED")
    kept.close()
    (folder / "door.key").write_text("no key")
    gateway.process.send_signal(signal.SIGHUP)
    deployment.wait_until(lambda: "certificate_kept" in gateway.log.read_text(), what="the refusal of the broken key")
    assert served_certificate(d1.port) == second


def file_lead(connection, door, name):
    connection.request("POST", "/v1/leads", json.dumps(lead(name)).encode(),
                       {"Authorization": f"Bearer {door.key}", "Idempotency-Key": name.encode().hex(), "Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())["verdict"]
