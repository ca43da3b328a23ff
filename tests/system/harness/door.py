"""The HTTP door as a dealer's system sees it, and a small company behind it."""

import contextlib
import http.client
import json
import socket

SCOPES = "lead.read,lead.write,directory.read"


class Door:
    """One caller over real HTTP; each request on a connection of its own."""

    def __init__(self, port, key=None):
        self.port, self.key = port, key

    def ask(self, verb, path, body=None, *, key=None, **headers):
        """(status, headers, document). `key` is the idempotency key; header names have _ for -."""
        sent = {"Accept-Language": "en"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        sent |= {"Idempotency-Key": key} if key else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = body if isinstance(body, (bytes, str)) else json.dumps(body)
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(verb, path, body.encode() if isinstance(body, str) else body, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def raw(self, *pieces):
        """All that comes back for bytes as they are; pieces are sent one by one. The door may close before it has read them all."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as sock, contextlib.suppress(OSError):
            for piece in pieces:
                sock.sendall(piece)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)
            while chunk := sock.recv(65536):
                got += chunk
        return got


def found_company(deployment, operator):
    """Two dealers of one area with a product; the gateway may call for them."""
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"}
        for code, name, kind, parent in [("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"),
                                         ("D1", "成都一店", "DEALER", "A1"), ("D2", "成都二店", "DEALER", "A1")]]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND", "list_price_fen": 12800000}]})
    operator.call("Directory/GrantKey", {"principal_name": "gateway", "public_key": deployment.services["gateway"].keys.public,
                                         "grants": [{"role": "GATEWAY", "unit_code": "HQ"}]})
    for dealer in ("D1", "D2"):
        deployment.principal(f"dealer-{dealer}", ("DEALER_USER", dealer))


def make_key(deployment, dealer, scopes=SCOPES, *options):
    made = deployment.run_command_line("api-key", "new", "--name", f"dealer-{dealer}", "--scopes", scopes, "--json", *options)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def open_door(deployment, dealer, scopes=SCOPES, *options, port=None):
    """A door whose key works by now."""
    door = Door(port or deployment.http_port, make_key(deployment, dealer, scopes, *options)["key"])
    deployment.wait_until(lambda: door.ask("GET", "/v1/ping")[0] in (200, 403), what="the new API key")
    return door


def lead(name, **changes):
    return {"dealerCode": "D1", "customer": {"name": name}, "productCode": "T1", "quantity": 3, "foundOn": "2014-09-01"} | changes
