"""The HTTP door as a dealer's system uses it: keys, routes, problems, repeats, limits, services that are down."""

import gzip
import http.client
import json
import socket
import statistics
import threading
import time

import pytest

from harness.door import Door, found_company, lead, make_key, open_door


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "gateway"], settings={"REMUDA_LOG_LEVEL": "info"})


@pytest.fixture(scope="module", autouse=True)
def company(deployment, operator):
    found_company(deployment, operator)


@pytest.fixture(scope="module")
def doors(deployment, company):
    return {dealer: open_door(deployment, dealer) for dealer in ("D1", "D2")}


@pytest.fixture(name="headquarters")
def headquarters_door(deployment, company):
    made = deployment.run_command_line("api-key", "new", "--name", "operator", "--scopes",
                                       "directory.read,directory.write,key.read,lead.read,lead.write",
                                       "--json")
    door = Door(deployment.http_port, json.loads(made.stdout)["key"])
    deployment.wait_until(lambda: door.ask("GET", "/v1/products")[0] == 200, what="the new API key")
    return door


@pytest.fixture(name="d1")
def first_door(doors):
    return doors["D1"]


def pointers(problem):
    return {error.get("pointer") or error.get("parameter") or error.get("header") for error in problem["errors"]}


def test_a_lead_is_filed_read_advanced_and_listed(d1):
    status, headers, filed = d1.ask("POST", "/v1/leads", lead("成都市公安局"), key="filed-1", X_Request_Id="my-own-7")
    assert (status, filed["verdict"], headers["X-Request-Id"]) == (200, "ACCEPTED", "my-own-7")
    path = f"/v1/leads/{filed['leadId']}"
    assert d1.ask("GET", path)[2]["lead"]["customerName"] == "成都市公安局"
    status, _, advanced = d1.ask("POST", path + ":advance", {"buyingStage": "TENDERING", "feedback": "标书已发"}, key="advanced-1")
    assert (status, advanced["buyingStage"]) == (200, "TENDERING")
    status, _, amended = d1.ask("PATCH", path, {"fields": ["quantity"], "quantity": 8}, key="amended-1", If_Match="*")
    assert status == 200, amended
    assert d1.ask("GET", path)[2]["lead"]["quantity"] == 8
    assert [entry["event"] for entry in d1.ask("GET", path + "/history")[2]["entries"]] == ["file", "advance", "amend"]


def test_pages_follow_each_other_by_cursor(d1):
    for number in range(3):
        assert d1.ask("POST", "/v1/leads", lead(f"成都市第{number}中学"), key=f"page-{number}")[0] == 200
    seen, cursor = [], ""
    while True:
        page = d1.ask("GET", f"/v1/leads?limit=1&cursor={cursor}")[2]
        seen += [found["leadId"] for found in page["leads"]]
        cursor = page["nextCursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) >= 3
    assert {found["leadId"] for found in d1.ask("GET", "/v1/leads?state=HELD&limit=500")[2]["leads"]} == set(seen)


def test_who_amends_what_has_changed_meanwhile_is_told(d1):
    path = f"/v1/leads/{d1.ask('POST', '/v1/leads', lead('成都市统计局'), key='etag-0')[2]['leadId']}"
    tag = d1.ask("GET", path)[1]["ETag"]
    amend = {"fields": ["quantity"], "quantity": 5}
    status, _, problem = d1.ask("PATCH", path, amend, key="etag-1")
    assert (status, pointers(problem)) == (428, {"If-Match"})
    assert d1.ask("PATCH", path, amend, key="etag-2", If_Match=tag)[0] == 200
    for verb, at, body in (("PATCH", path, amend), ("POST", path + ":advance", {"feedback": "x"})):
        status, _, problem = d1.ask(verb, at, body, key="etag-3" + verb, If_Match=tag)
        assert (status, pointers(problem)) == (412, {"If-Match"})
    fresh = d1.ask("GET", path)[1]["ETag"]
    assert fresh != tag and d1.ask("GET", path)[2]["lead"]["quantity"] == 5
    assert d1.ask("GET", path, If_None_Match=fresh)[::2] == (304, None)
    assert d1.ask("PATCH", path, amend, key="etag-4", If_Match="7")[0] == 400


def test_the_policy_is_replaced_only_as_it_was_read(deployment, d1, headquarters):
    status, headers, policy = headquarters.ask("GET", "/v1/protection-policy")
    assert (status, headers["ETag"]) == (200, '"0"')
    put = {"policy": policy["policy"], "reason": "as before"}
    assert headquarters.ask("PUT", "/v1/protection-policy", put, key="policy-1")[0] == 428
    assert headquarters.ask("PUT", "/v1/protection-policy", put, key="policy-2", If_Match='"0"')[2]["version"] == "1"
    assert headquarters.ask("PUT", "/v1/protection-policy", put, key="policy-3", If_Match='"0"')[0] == 412


def test_long_answers_come_compressed_to_who_can_read_them(d1):
    connection = http.client.HTTPConnection("127.0.0.1", d1.port, timeout=30)
    for encoding, path in (("gzip", "/v1/leads"), ("gzip", "/openapi.json"), ("gzip;q=0", "/openapi.json"), ("br, gzip;q=0.5", "/")):
        connection.request("GET", path, headers={"Authorization": f"Bearer {d1.key}", "Accept-Encoding": encoding})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200 and "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers.get("Content-Encoding") == (None if "q=0" == encoding[-3:] else "gzip")
        assert len(gzip.decompress(body) if answer.headers.get("Content-Encoding") else body) > 1000
    connection.close()
    assert d1.ask("POST", "/v1/leads", lead("x"), key="packed", Content_Encoding="gzip")[0] == 415


def test_each_wrong_field_has_a_pointer_in_the_callers_language(d1):
    wrong = lead("x", quantity=0, productCode="none")
    status, headers, problem = d1.ask("POST", "/v1/leads", wrong, key="wrong-1")
    assert (status, headers["Content-Type"], problem["status"]) == (400, "application/problem+json", 400)
    assert {"#/customer/name", "#/quantity"} <= pointers(problem)
    assert problem["requestId"] == headers["X-Request-Id"]
    chinese = d1.ask("POST", "/v1/leads", wrong, key="wrong-2", Accept_Language="fr, zh-CN;q=0.9, en;q=0.5")
    assert chinese[1]["Content-Language"] == "zh-CN" and "：" in chinese[2]["errors"][0]["detail"]


@pytest.mark.parametrize(("verb", "path", "body", "status", "place"), [
    ("GET", "/v1/leads/seven", None, 400, "leadId"),
    ("GET", "/v1/leads?limit=many", None, 400, "limit"),
    ("GET", "/v1/leads?colour=red", None, 400, "colour"),
    ("GET", "/v1/leads?limit=1&limit=2", None, 400, "limit"),
    ("GET", "/v1/leads?state=%FF", None, 400, "state"),
    ("GET", "/v1/leads/9223372036854775808", None, 400, "leadId"),
    ("POST", "/v1/leads", '{"colour": 1}', 400, None),
    ("POST", "/v1/leads", '{"customer": {"colour": 1}}', 400, "#/customer"),
    ("POST", "/v1/leads", '{"quantity": 9223372036854775808}', 400, "#/quantity"),
    ("POST", "/v1/leads", b'{"dealerCode": "\xff"}', 400, None),
    ("POST", "/v1/leads", "[" * 10000, 400, None),
    ("POST", "/v1/leads?dealer_code=D1", "{}", 400, "#/dealerCode"),
    ("POST", "/v1/leads/7:advance", '{"leadId": 8}', 400, "#/leadId"),
    ("GET", "/v1/nothing", None, 404, None),
    ("GET", "/v1/leads/7:advance", None, 405, None),
    ("DELETE", "/v1/leads/7", None, 405, None),
])
def test_what_cannot_be_understood_is_refused_and_named(d1, verb, path, body, status, place):
    got, headers, problem = d1.ask(verb, path, body, key="unreadable")
    assert (got, headers["Content-Type"]) == (status, "application/problem+json"), problem
    assert place is None or pointers(problem) == {place}
    assert status != 405 or headers["Allow"]


def test_a_repeat_gets_the_first_answer_and_another_request_under_its_key_is_refused(d1):
    first = d1.ask("POST", "/v1/leads", lead("成都市水务局"), key='"repeat-1"')
    again = d1.ask("POST", "/v1/leads", lead("成都市水务局"), key="repeat-1")
    assert (first[0], first[2]["verdict"]) == (200, "ACCEPTED")
    assert again[2] == first[2]
    assert d1.ask("POST", "/v1/leads", lead("成都市卫生局"), key="repeat-1")[0] == 422
    status, _, problem = d1.ask("POST", "/v1/leads", lead("成都市卫生局"))
    assert (status, pointers(problem)) == (400, {"Idempotency-Key"})


def test_of_two_requests_under_one_key_at_once_one_is_told_to_wait(deployment, d1):
    statuses = []
    callers = [threading.Thread(target=lambda: statuses.append(
        d1.ask("POST", "/v1/leads", lead("成都市民政局"), key="twice")[0])) for _ in range(2)]
    deployment.services["lead_intake"].kill()
    try:
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    finally:
        deployment.services["lead_intake"].start()
    assert sorted(statuses) == [409, 503]
    assert d1.ask("POST", "/v1/leads", lead("成都市民政局"), key="twice")[2]["verdict"] == "ACCEPTED"


def test_a_dealer_sees_and_does_what_its_principal_may(doors):
    filed = doors["D1"].ask("POST", "/v1/leads", lead("成都市教育局"), key="mine")[2]
    assert doors["D2"].ask("GET", f"/v1/leads/{filed['leadId']}")[0] in (403, 404)
    assert doors["D2"].ask("POST", "/v1/leads", lead("成都市教育局"), key="not-mine")[0] == 403
    held = doors["D2"].ask("POST", "/v1/leads", lead("成都市教育局", dealerCode="D2"), key="second")[2]
    assert held["verdict"] == "HELD_BY_OTHER"


def adf(*prospects):
    """A document as senders write it: neither its prolog nor its attributes are XML."""
    told = "".join(
        f"<prospect><id sequence=1>{reference}</id><requestdate>2014-09-01T09:30+08:00</requestdate>"
        f"<vehicle><make>野马</make><model>{model}</model><comments>采购 12 台</comments></vehicle>"
        f"<customer><contact><name part=full type=business>{name}</name><phone>028-86543210</phone></contact></customer>"
        f"<vendor><contact><name>{dealer}</name></contact></vendor></prospect>"
        for reference, model, name, dealer in prospects)
    return f'<?ADF VERSION "1.0"?><?XML VERSION "1.0" ENCODING="GB18030"?><adf>{told}</adf>'.encode("gb18030")


def post_adf(door, document, path="/v1/leads", **headers):
    return door.ask("POST", path, document, Content_Type="application/x-adf+xml", **headers)


def test_each_prospect_of_an_adf_document_gets_its_verdict_in_order_and_a_repeat_does_nothing_twice(d1):
    document = adf(("A-1", "指挥车", "成都市审计局", "成都一店"), ("A-2", "无此车", "成都市统计局", "成都一店"),
                   ("A-3", "T1", "成都市审计局", "别名"))
    status, headers, answer = post_adf(d1, document)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert [(result["reference"], result["status"]) for result in answer["results"]] == [("A-1", 200), ("A-2", 400), ("A-3", 200)]
    first, second, third = answer["results"]
    assert (first["answer"]["verdict"], third["answer"]["verdict"]) == ("ACCEPTED", "KNOWN_AGAIN")
    assert second["errors"][0]["pointer"] == "#/prospects/1/productCode" and "无此车" in second["detail"]
    filed = d1.ask("GET", f"/v1/leads/{first['answer']['leadId']}")[2]["lead"]
    assert (filed["customerName"], filed["quantity"], filed["foundOn"], filed["dealerReference"]) == ("成都市审计局", 12, "2014-09-01", "A-1")
    assert post_adf(d1, document)[2] == answer


def test_a_document_of_which_nothing_could_be_filed_is_a_problem_with_the_verdicts(d1):
    status, headers, problem = post_adf(d1, adf(("A-4", "无此车", "成都市财政局", "成都一店"), ("A-5", "T1", "x", "成都一店")))
    assert (status, headers["Content-Type"], problem["status"]) == (400, "application/problem+json", 400)
    assert [result["status"] for result in problem["results"]] == [400, 400]
    assert problem["results"][1]["errors"][0]["pointer"] == "#/prospects/1/customer/name"
    status, _, answer = post_adf(d1, adf(("A-4", "无此车", "成都市财政局", "成都一店")), "/v1/leads?productCode=T1")
    assert (status, answer["results"][0]["answer"]["verdict"]) == (200, "ACCEPTED")


@pytest.mark.parametrize("document", [
    b"<!DOCTYPE adf [<!ENTITY a 'x'>]><adf><prospect><id>&a;</id></prospect></adf>", b"<adf>", b"<html/>", b"{}", b"", b"<a>" * 100000])
def test_what_is_no_document_is_refused_whole(d1, document):
    status, headers, _ = post_adf(d1, document)
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")


def test_a_document_is_refused_for_now_while_the_service_is_down_and_its_repeat_is_safe(deployment, d1):
    document = adf(("A-6", "T1", "成都市档案局", "成都一店"), ("A-7", "T1", "成都市气象局", "成都一店"))
    deployment.services["lead_intake"].kill()
    try:
        status, headers, _ = post_adf(d1, document)
        assert status == 503 and int(headers["Retry-After"]) > 0
    finally:
        deployment.services["lead_intake"].start()
    assert [result["answer"]["verdict"] for result in post_adf(d1, document)[2]["results"]] == ["ACCEPTED", "ACCEPTED"]


def test_a_star_lead_is_filed_for_the_dealer_of_its_destination(doors):
    document = """<ProcessSalesLead xmlns="http://www.starstandard.org/STAR/5" releaseID="5.4.4"><ApplicationArea><Destination>
        <DealerNumberID>D2</DealerNumberID></Destination></ApplicationArea><ProcessSalesLeadDataArea><SalesLead><SalesLeadHeader>
        <LeadComments>五十二台</LeadComments><CustomerProspect><ProspectParty><SpecifiedOrganization><CompanyName>成都市体育局</CompanyName>
        </SpecifiedOrganization></ProspectParty></CustomerProspect></SalesLeadHeader><SalesLeadDetail><SalesLeadLineItem>
        <SalesLeadVehicleLineItem><SalesLeadVehicle><Model>T1</Model></SalesLeadVehicle></SalesLeadVehicleLineItem></SalesLeadLineItem>
        </SalesLeadDetail></SalesLead></ProcessSalesLeadDataArea></ProcessSalesLead>"""
    status, _, answer = doors["D2"].ask("POST", "/v1/leads", document, Content_Type="application/xml")
    assert (status, answer["results"][0]["answer"]["verdict"]) == (200, "ACCEPTED")
    assert doors["D1"].ask("POST", "/v1/leads", document, Content_Type="application/xml")[0] == 403


def test_the_same_key_of_two_dealers_is_two_keys(doors):
    first = doors["D1"].ask("POST", "/v1/leads", lead("成都市林业局"), key="shared")[2]
    second = doors["D2"].ask("POST", "/v1/leads", lead("成都市农业局", dealerCode="D2"), key="shared")[2]
    assert (first["verdict"], second["verdict"]) == ("ACCEPTED", "ACCEPTED") and first["leadId"] != second["leadId"]


def test_a_key_without_the_scope_is_refused_with_the_scopes_name(deployment):
    reader = open_door(deployment, "D1", "lead.read")
    status, _, problem = reader.ask("POST", "/v1/leads", lead("成都市交通局"), key="scope")
    assert status == 403 and "lead.write" in problem["detail"]
    assert reader.ask("GET", "/v1/products")[0] == 403


def test_a_revoked_key_is_refused_within_two_seconds_and_stays_so(deployment):
    made = make_key(deployment, "D1")
    door = Door(deployment.http_port, made["key"])
    deployment.wait_until(lambda: door.ask("GET", "/v1/leads")[0] == 200, what="the new API key")
    assert deployment.run_command_line("api-key", "revoke", made["prefix"]).returncode == 0
    deployment.wait_until(lambda: door.ask("GET", "/v1/leads")[0] == 401, seconds=2, what="the refusal")
    listed = json.loads(deployment.run_command_line("api-key", "list", "--json", "--name", "dealer-D1").stdout)["keys"]
    key = next(key for key in listed if key["prefix"] == made["prefix"])
    assert int(key["revokedAtUnixMs"]) > 0 and int(key["lastUsedAtUnixMs"]) > 0


def strangers(key):
    """A key that is not there, one whose prefix is there, one that is no key, another scheme, none."""
    return [f"Bearer rmd_{'a' * 12}_{'b' * 43}", f"Bearer {key[:-1]}{'A' if key[-1] != 'A' else 'B'}", "Bearer x", "Basic eDp5", ""]


def test_all_strangers_are_refused_alike(deployment, d1):
    revoked = make_key(deployment, "D1")
    assert deployment.run_command_line("api-key", "revoke", revoked["prefix"]).returncode == 0
    door = Door(deployment.http_port)
    answers = set()
    for authorization in [*strangers(d1.key), f"Bearer {revoked['key']}"]:
        for path in ("/v1/leads", "/v1/nothing"):
            status, headers, problem = door.ask("GET", path, Authorization=authorization)
            problem.pop("requestId")
            answers.add((status, headers["WWW-Authenticate"], json.dumps(problem)))
    assert len(answers) == 1 and next(iter(answers))[0] == 401


def test_a_stranger_learns_nothing_from_the_time_that_a_refusal_takes(deployment, d1):
    door = Door(deployment.http_port)

    def took(authorization):
        begin = time.perf_counter()
        door.ask("GET", "/v1/leads", Authorization=authorization)
        return time.perf_counter() - begin

    # By turns, so that what else the machine does falls on both alike.
    pairs = [[took(authorization) for authorization in strangers(d1.key)[:2]] for _ in range(200)]
    unknown, wrong_secret = (statistics.median(times) for times in zip(*pairs))
    assert abs(unknown - wrong_secret) < 0.3 * max(unknown, wrong_secret)


def test_no_key_stands_in_the_database_or_in_a_log(deployment, d1):
    secret = d1.key.split("_", 2)[2]
    rows = deployment.cluster.query("SELECT api_key::text FROM gateway.api_key UNION ALL SELECT kept_reply::text FROM gateway.kept_reply")
    assert rows and secret not in str(rows) and secret.encode().hex() not in str(rows)
    assert all(secret not in service.log.read_text() for service in deployment.everything())


def test_a_service_that_is_down_is_503_with_a_time_and_the_others_go_on(deployment, d1):
    status, headers, problem = d1.ask("GET", "/v1/products")
    assert status == 200
    deployment.services["directory"].kill()
    try:
        status, headers, problem = d1.ask("GET", "/v1/products")
        assert (status, problem["type"]) == (503, "urn:remuda:problem:DEADLINE_EXCEEDED") and int(headers["Retry-After"]) > 0
        assert d1.ask("GET", "/v1/leads")[0] == 200
    finally:
        deployment.services["directory"].start()


def test_bodies_and_headers_that_are_too_large_are_refused(d1):
    head = f"POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {d1.key}\r\nIdempotency-Key: large\r\n"
    assert d1.raw(f"{head}Content-Length: {1024 * 1024 + 1}\r\n\r\n".encode()).startswith(b"HTTP/1.1 413")
    assert d1.ask("POST", "/v1/leads", lead("某局", remarks="字" * 100000), key="long")[0] in (400, 413)
    assert d1.raw(b"GET /v1/leads HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 40000 + b"\r\n\r\n").split()[1] in (b"413", b"431")
    assert d1.ask("POST", "/v1/leads", "a,b", key="csv", Content_Type="text/csv")[0] == 415


def test_a_body_without_end_closes_its_connection(d1):
    head = (f"POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {d1.key}\r\nIdempotency-Key: endless\r\n"
            "Transfer-Encoding: chunked\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", d1.port), timeout=30) as sock:
        sock.sendall(head)
        with pytest.raises(OSError):
            for _ in range(10000):
                sock.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


@pytest.mark.parametrize("framing", [
    "Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
    "Host: y\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n"])
def test_what_two_readers_could_take_differently_is_refused(d1, framing):
    answer = d1.raw((f"POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {d1.key}\r\nIdempotency-Key: smuggled\r\n"
                     f"{framing}\r\n{{}}GET /v1/leads HTTP/1.1\r\nHost: x\r\n\r\n").encode())
    assert answer[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 413"), answer[:200]


@pytest.mark.parametrize("rubbish", [b"\x16\x03\x01\x02\x00\x01", b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 4096])
def test_rubbish_harms_nobody(d1, rubbish):
    d1.raw(rubbish)
    assert d1.ask("GET", "/v1/leads")[0] == 200


def test_many_callers_on_kept_connections_get_their_own_answers(d1):
    wrong = []

    def work(worker):
        connection = http.client.HTTPConnection("127.0.0.1", d1.port, timeout=30)
        for number in range(20):
            connection.request("GET", f"/v1/leads/{10_000_000 + worker * 100 + number}", headers={
                "Authorization": f"Bearer {d1.key}", "X-Request-Id": f"{worker}-{number}"})
            answer = connection.getresponse()
            problem = json.loads(answer.read())
            if (answer.status, problem["requestId"]) != (404, f"{worker}-{number}"):
                wrong.append(problem)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_document_names_every_route_and_needs_no_key(deployment):
    status, _, document = Door(deployment.http_port).ask("GET", "/openapi.json")
    assert (status, document["openapi"]) == (200, "3.1.0")
    assert "post" in document["paths"]["/v1/leads/{leadId}:advance"]
    for name in json.dumps(document).split('"#/components/schemas/')[1:]:
        assert name.partition('"')[0] in document["components"]["schemas"]


def test_a_readable_page_without_scripts_tells_every_request(deployment):
    connection = http.client.HTTPConnection("127.0.0.1", deployment.http_port, timeout=30)
    connection.request("GET", "/")
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "/v1/periods/{period}:approve" in page and "tiering.v1.Tier" in page
    assert "<script" not in page and "src=" not in page and "http://" not in page


def test_headquarters_writes_and_reads_by_http_what_it_does_by_zeromq(headquarters):
    unit = {"code": "D3", "name": "成都三店", "kind": "DEALER", "parentCode": "A1", "validFrom": "2014-01-01"}
    status, _, stored = headquarters.ask("PUT", "/v1/units", {"units": [unit]}, key="unit-D3")
    assert (status, stored) == (200, {"stored": 1})
    assert headquarters.ask("GET", "/v1/units/D3")[2]["unit"]["name"] == "成都三店"
    keys = headquarters.ask("GET", "/v1/api-keys?principalName=operator")[2]["keys"]
    assert headquarters.ask("POST", f"/v1/api-keys/{keys[0]['prefix']}:revoke", key="no-scope")[0] == 403
    assert headquarters.ask("GET", "/v1/ping?text=x")[2]["service"] == "directory"
    assert headquarters.ask("GET", "/v1/audit?refusedOnly=true&limit=1")[0] == 200


def test_operators_see_what_the_door_does(deployment, d1):
    d1.ask("GET", "/v1/leads")
    metrics = deployment.services["gateway"].metrics()
    assert metrics['remuda_http_answers_total{status="2xx"}'] > 0 and metrics['remuda_http_answers_total{status="4xx"}'] > 0
    assert "remuda_http_connections" in metrics


def test_a_stop_answers_what_is_under_way(deployment, d1):
    answers = []
    callers = [threading.Thread(target=lambda n=number: answers.append(
        d1.ask("POST", "/v1/leads", lead(f"成都市第{n}医院"), key=f"stop-{n}")[0])) for number in range(8)]
    for caller in callers:
        caller.start()
    assert deployment.services["gateway"].stop() == 0
    for caller in callers:
        caller.join()
    deployment.services["gateway"].start()
    assert set(answers) <= {200, 503}
