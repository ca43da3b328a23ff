"""Bad and hostile input: each gets its own clear refusal, is counted, and the service goes on answering others."""

import contextlib
import random
import socket
import threading
import time
import uuid

import pytest
from harness.client import CallError, Connection, Keys, request_message
from harness.deployment import Service

PING = "remuda.rpc.v1.Operations/Ping"
PUT_UNITS = "remuda.directory.v1.Directory/PutUnits"
PUT_PRODUCTS = "remuda.directory.v1.Directory/PutProducts"
GRANT_KEY = "remuda.directory.v1.Directory/GrantKey"
SEED = 20140901


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory"], settings={"REMUDA_LOG_LEVEL": "debug"})


@pytest.fixture(scope="module")
def service(deployment):
    return deployment.services["directory"]


@pytest.fixture
def connection(deployment, service):
    """The first administrator's own connection."""
    made = Connection(service.endpoint, service.keys.public, deployment.operator_keys)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def others_are_answered(operator):
    """Whatever a test sends, another client's call is answered after it."""
    yield
    assert operator.call("Operations/Ping", {"text": "still here"}, service="directory").text == "still here"


def refused(service, reason):
    return service.metrics()[f'remuda_refused_total{{reason="{reason}"}}']


def answered(service, method, code):
    return service.metrics().get(f'remuda_calls_total{{method="{method}",code="{code}"}}', 0)


class Counted:
    """with Counted(read): the number that `read` gives has grown by one, or by `least` and more, within seconds."""

    def __init__(self, read, *arguments, least=1):
        self.read, self.arguments, self.least = read, arguments, least

    def __enter__(self):
        self.before = self.read(*self.arguments)

    def __exit__(self, kind, *_):
        end = time.monotonic() + 15
        while kind is None and self.read(*self.arguments) < self.before + self.least:
            assert time.monotonic() < end, f"{self.arguments} is not counted"
            time.sleep(0.05)


def outcome_of(connection, frames):
    connection.send_frames(frames)
    answer = connection.receive(20)
    assert answer is not None, "no answer came"
    return answer[0]


def code_of(connection, outcome):
    return connection.envelope.Code.Name(outcome.code)


def envelope(connection, method=PING, call_id=1, **fields):
    return connection.envelope.Call(call_id=call_id, method=method, **fields).SerializeToString()


def ask(connection, method, request=b"", **fields):
    """(code, field, English message, Chinese message): the same call in both languages."""
    told = [outcome_of(connection, [envelope(connection, method, locale=locale, **fields), request]) for locale in ("en", "zh-CN")]
    assert told[0].code == told[1].code
    fields = [violation.field for violation in told[0].violations]
    assert fields == [violation.field for violation in told[1].violations]
    return code_of(connection, told[0]), fields[0] if fields else "", told[0].message, told[1].message


def speaks_chinese(text):
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def assert_clear(answer, code, field, remedy):
    """The code, the field, and what to do in both languages."""
    assert answer[:2] == (code, field)
    assert remedy in answer[2] and not speaks_chinese(answer[2])
    assert speaks_chinese(answer[3])


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def block(field, inside):
    """A length-delimited field."""
    return varint(field << 3 | 2) + varint(len(inside)) + inside


def put_units(*units):
    return request_message("Directory/PutUnits", {"units": list(units)}).SerializeToString()


def region(code, name="东区"):
    return {"code": code, "name": name, "kind": "REGION", "parent_code": "HQ", "valid_from": "2014-01-01"}


def lock_the_directory(deployment):
    """Writers of the directory wait until the connection that comes back is closed."""
    holder = deployment.cluster.connect()
    holder.autocommit = False
    holder.cursor().execute("SELECT number FROM directory.version FOR UPDATE")
    return holder


# --- who may not come in ---------------------------------------------------------------------------------------------------


def send_if_it_can(connection):
    """libzmq may have given the connection up, for its failed handshake, before there was anything to send."""
    with contextlib.suppress(CallError):
        connection.send_frames([envelope(connection), b""])


def test_a_strangers_key_gets_silence_and_is_counted(service):
    stranger = Connection(service.endpoint, service.keys.public, Keys.new(), immediate=False)
    with Counted(refused, service, "stranger"):
        send_if_it_can(stranger)
        assert stranger.receive(1) is None
    stranger.close()


def test_a_client_without_curve_gets_silence_and_is_counted(service):
    plain = Connection(service.endpoint, None, None, immediate=False)
    with Counted(refused, service, "handshake"):
        send_if_it_can(plain)
        assert plain.receive(1) is None
    plain.close()


def test_a_client_that_believes_in_another_server_key_gets_silence_and_is_counted(deployment, service):
    wrong = Connection(service.endpoint, Keys.new().public, deployment.operator_keys, immediate=False)
    with Counted(refused, service, "handshake"):
        send_if_it_can(wrong)
        assert wrong.receive(1) is None
    wrong.close()


@pytest.mark.parametrize("rubbish", [
    b"GET / HTTP/1.1\r\nHost: remuda\r\n\r\n",
    random.Random(SEED).randbytes(100_000),
    b"\xff" + bytes(8) + b"\x7f\x03\x00CURVE" + bytes(15) + b"\x00" + bytes(31) + b"\x04\x26\x05HELLO" + bytes(50),
    b"\x00" * 4096,
], ids=["http", "random", "half a handshake", "zeros"])
def test_rubbish_on_the_port_is_cut_off_and_counted(service, rubbish):
    with Counted(lambda: service.metrics()["remuda_sockets_closed_total"]):
        with socket.create_connection(("127.0.0.1", service.port)) as raw:
            raw.settimeout(10)
            try:
                raw.sendall(rubbish)
                while raw.recv(65536):
                    pass
            except ConnectionError:
                pass
    figures = service.metrics()
    assert figures["remuda_sockets_accepted_total"] > figures["remuda_connections_total"]


def test_a_revoked_key_is_refused_within_seconds_although_it_is_connected(deployment, operator, service):
    client = deployment.principal("revoked-soon", ("VIEWER", "HQ"))
    client.call("Operations/Ping", service="directory")
    operator.call("Directory/RevokeKey", {"public_key": client.keys.public})
    since = time.monotonic()
    connection = client.connection("directory")
    with Counted(refused, service, "principal"):
        while code_of(connection, outcome_of(connection, [envelope(connection), b""])) == "OK":
            assert time.monotonic() - since < 3
            time.sleep(0.05)
        answer = ask(connection, PING)
    assert_clear(answer, "UNAUTHENTICATED", "", "ask an administrator")


def test_nobody_but_a_gateway_speaks_for_others(deployment, service):
    client = deployment.principal("no-gateway", ("HEADQUARTERS_USER", "HQ"))
    client.call("Operations/Ping", service="directory")
    with Counted(refused, service, "principal"):
        answer = ask(client.connection("directory"), PING, on_behalf_of="operator")
    assert_clear(answer, "PERMISSION_DENIED", "call.on_behalf_of", "leave the field empty")


def test_a_gateway_speaks_for_others_with_their_roles_and_has_none_of_its_own(deployment, service):
    deployment.principal("quiet-viewer", ("VIEWER", "HQ"))
    gateway = deployment.principal("gateway", ("GATEWAY", "HQ"))
    deployment.wait_until(lambda: gateway.call("Directory/GetUnit", {"unit_code": "HQ"}, on_behalf_of="quiet-viewer").unit.code == "HQ",
                          what="the gateway's call for the viewer")
    connection = gateway.connection("directory")
    for who, behalf in (("the viewer", "quiet-viewer"), ("the gateway itself", "")):
        with Counted(refused, service, "role"):
            answer = ask(connection, PUT_UNITS, idempotency_key="k", on_behalf_of=behalf)
        assert answer[0] == "PERMISSION_DENIED", who
    for method in ("GetUnit", "ListProducts", "GetCalendar", "ListReferenceCodes"):
        assert ask(connection, f"remuda.directory.v1.Directory/{method}")[0] == "PERMISSION_DENIED", method
    assert ask(connection, PING)[0] == "OK"
    assert ask(connection, PING, on_behalf_of="nobody of this name")[:2] == ("PERMISSION_DENIED", "call.on_behalf_of")


def test_a_gateway_of_a_unit_speaks_for_nobody_outside_it(deployment, service, operator):
    operator.call("Directory/PutUnits", {"units": [{"code": "R9", "name": "九区", "kind": "REGION", "parent_code": "HQ"}]})
    for name, unit in (("inside", "R9"), ("outside", "HQ")):
        deployment.principal(name, ("VIEWER", unit))
    connection = deployment.principal("regional-gateway", ("GATEWAY", "R9")).connection("directory")
    deployment.wait_until(lambda: ask(connection, PING, on_behalf_of="inside")[0] == "OK", what="the gateway's key")
    for stranger in ("outside", "operator"):
        assert ask(connection, PING, on_behalf_of=stranger)[:2] == ("PERMISSION_DENIED", "call.on_behalf_of")


def test_a_method_is_refused_to_whoever_has_no_role_for_it(deployment, service):
    viewer = deployment.principal("only-viewer", ("VIEWER", "HQ"))
    viewer.call("Operations/Ping", service="directory")
    with Counted(refused, service, "role"):
        answer = ask(viewer.connection("directory"), PUT_UNITS, idempotency_key="k")
    assert_clear(answer, "PERMISSION_DENIED", "", "ask an administrator")


# --- what is no call -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("frames", [1, 2, 3, 9], ids=["one", "an empty one before", "REQ's empty one before", "nine"])
def test_other_than_two_frames_are_refused(service, connection, frames):
    sent = {1: [envelope(connection)], 2: [b"", envelope(connection)], 3: [b"", envelope(connection), b""], 9: [b"x"] * 9}[frames]
    with Counted(refused, service, "frames"):
        outcome = outcome_of(connection, sent)
    assert (code_of(connection, outcome), outcome.call_id) == ("INVALID_ARGUMENT", 0)
    assert "two frames" in outcome.message and speaks_chinese(outcome.message)


def test_a_truncated_envelope_is_refused(service, connection):
    whole = envelope(connection, idempotency_key="k" * 40)
    with Counted(refused, service, "envelope", least=2):
        for length in (1, len(whole) - 3):
            outcome = outcome_of(connection, [whole[:length], b""])
            assert (code_of(connection, outcome), outcome.call_id) == ("INVALID_ARGUMENT", 0)
            assert outcome.violations[0].field.startswith("call")
            assert "send all of its bytes" in outcome.message and speaks_chinese(outcome.message)


def test_a_call_without_a_number_is_refused(service, connection):
    with Counted(refused, service, "envelope"):
        answer = ask(connection, PING, call_id=0)
    assert_clear(answer, "INVALID_ARGUMENT", "call.call_id", "number your calls")


@pytest.mark.parametrize("traceparent", ["00-x", "00-" + "A" * 32 + "-" + "b" * 16 + "-01", "线" * 18, "00-" + "a" * 32 + "-" + "b" * 16 + "-01-more",
                                         '00-"}\n{"level":"error","event":"x"}-' + "b" * 16 + "-01"])
def test_a_traceparent_that_is_none_gets_into_no_log(service, connection, traceparent):
    with Counted(refused, service, "envelope"):
        answer = ask(connection, PING, traceparent=traceparent)
    assert_clear(answer, "INVALID_ARGUMENT", "call.traceparent", "leave it empty")
    assert traceparent not in service.log.read_text()


@pytest.mark.parametrize("method", ["", "Ping", "remuda.rpc.v1.Operations/", PING + "\n", "remuda.lead.v1.LeadIntake/FileLead", "没有的方法" * 20])
def test_an_unknown_method_is_refused(service, connection, method):
    with Counted(refused, service, "method"):
        answer = ask(connection, method)
    assert answer[:2] == ("UNIMPLEMENTED", "call.method")
    assert "ask the right service" in answer[2]


def test_ten_megabytes_are_refused_in_words_and_the_connection_goes_on(service, connection):
    ten_megabytes = bytes(10_000_000)
    with Counted(refused, service, "size"):
        answer = ask(connection, PING, ten_megabytes)
    assert_clear(answer, "RESOURCE_EXHAUSTED", "request", "in several calls")
    with Counted(refused, service, "envelope"):
        assert code_of(connection, outcome_of(connection, [ten_megabytes, b""])) == "RESOURCE_EXHAUSTED"
    assert ask(connection, PING)[0] == "OK"


def test_more_than_the_largest_frame_is_cut_off(service, connection):
    ask(connection, PING)
    with Counted(lambda: service.metrics()["remuda_sockets_closed_total"]):
        connection.send_frames([envelope(connection), bytes(17 << 20)])
        assert connection.receive(1) is None


def test_random_bytes_are_all_answered(connection):
    generator = random.Random(SEED)
    valid = envelope(connection, locale="en")

    def frame():
        kind = generator.randrange(4)
        if kind == 0:
            return generator.randbytes(generator.randrange(200))
        damaged = bytearray(valid)
        for _ in range(generator.randrange(1, 6)):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        return bytes(damaged[:generator.randrange(len(damaged) + 1)] if kind == 1 else damaged)

    for _ in range(50):
        sent = [[frame() for _ in range(generator.choice((1, 2, 2, 2, 2, 3)))] for _ in range(100)]
        for frames in sent:
            connection.send_frames(frames)
        for frames in sent:
            assert connection.receive(20) is not None, f"seed {SEED}: no answer, among {sent}"


def test_random_requests_harm_nobody(connection):
    generator = random.Random(SEED)
    methods = [PUT_UNITS, PUT_PRODUCTS, GRANT_KEY, "remuda.directory.v1.Directory/ListUnits", "remuda.rpc.v1.Operations/ReadEvents"]
    for _ in range(20):
        for number in range(1, 101):
            request = generator.randbytes(generator.randrange(100))
            connection.send_frames([envelope(connection, generator.choice(methods), call_id=number, idempotency_key=uuid.uuid4().hex), request])
        for number in range(1, 101):
            assert connection.receive(20) is not None, f"seed {SEED}: no answer"


# --- what is no request ----------------------------------------------------------------------------------------------------


def assert_request_refused(service, connection, method, request, code, field, remedy):
    with Counted(answered, service, method, code, least=2):
        answer = ask(connection, method, request, idempotency_key=uuid.uuid4().hex)
    assert_clear(answer, code, field, remedy)


def test_a_truncated_request_is_refused(service, connection):
    request = put_units(region("R1"))
    assert_request_refused(service, connection, PUT_UNITS, request[:-2], "INVALID_ARGUMENT", "units[0]", "send all of its bytes")


def test_text_that_is_not_utf_8_is_refused(service, connection):
    assert_request_refused(service, connection, PING, block(1, "东区".encode("gb18030")), "INVALID_ARGUMENT", "text", "send it in UTF-8")


def test_a_nul_in_a_string_is_refused(service, connection):
    assert_request_refused(service, connection, PING, block(1, b"a\0b"), "INVALID_ARGUMENT", "text", "remove it")


def test_a_message_nested_ten_thousand_deep_is_refused(connection):
    nested = b""
    for _ in range(10_000):
        nested = block(1, nested)
    answer = ask(connection, PUT_UNITS, nested, idempotency_key="nested")
    assert answer[0] == "INVALID_ARGUMENT" and answer[1].startswith("units[0]")


def test_a_list_beyond_the_limit_is_refused(service, connection):
    assert_request_refused(service, connection, PUT_UNITS, block(1, b"") * 10_001, "RESOURCE_EXHAUSTED", "units[9999]", "at most 10000")


def test_a_text_beyond_the_limit_is_refused(service, connection):
    assert_request_refused(service, connection, PING, block(1, b"x" * 70_000), "RESOURCE_EXHAUSTED", "text", "send at most")


def test_an_enum_value_that_the_contract_does_not_know_is_refused(service, connection):
    request = block(1, block(2, b"R1") + b"\x20\x63")
    assert_request_refused(service, connection, PUT_UNITS, request, "INVALID_ARGUMENT", "units[0].kind", "one of the contract's values")


# --- deadlines and keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", [1, -1, -(1 << 63), int(time.time() * 1000) - 1000])
def test_a_call_that_comes_too_late_is_refused(service, connection, deadline):
    with Counted(refused, service, "deadline", least=2):
        answer = ask(connection, PING, deadline_unix_ms=deadline)
    assert_clear(answer, "DEADLINE_EXCEEDED", "call.deadline_unix_ms", "give it more time")


@pytest.mark.parametrize("deadline", [0, (1 << 63) - 1, int(time.time() * 1000) + 10**12])
def test_a_deadline_in_the_far_future_is_none(connection, deadline):
    assert ask(connection, PING, deadline_unix_ms=deadline)[0] == "OK"
    assert ask(connection, "remuda.directory.v1.Directory/ListProducts", deadline_unix_ms=deadline)[0] == "OK"


def test_a_call_whose_deadline_passes_while_it_waits_is_refused_and_not_done(deployment, connection):
    holder = lock_the_directory(deployment)
    try:
        for number in range(1, 4): # two workers wait for the lock, so the third call waits for a worker
            deadline = int(time.time() * 1000) + (60_000 if number < 3 else 300)
            request = put_units(region(f"LATE{number}"))
            connection.send_frames([envelope(connection, PUT_UNITS, call_id=number, idempotency_key=f"late-{number}",
                                             deadline_unix_ms=deadline), request])
        time.sleep(0.5)
    finally:
        holder.close()
    outcomes = {outcome.call_id: outcome for outcome, _ in (connection.receive(20) for _ in range(3))}
    assert [code_of(connection, outcomes[number]) for number in (1, 2, 3)] == ["OK", "OK", "DEADLINE_EXCEEDED"]
    assert outcomes[3].violations[0].field == "call.deadline_unix_ms"
    assert deployment.cluster.query("SELECT count(*) FROM directory.unit WHERE code = 'LATE3'") == [(0,)]


@pytest.mark.parametrize("key", ["", "has blank", "k" * 129, "键", "tab\t", "line\n"])
def test_a_change_without_a_proper_idempotency_key_is_refused(service, connection, key):
    with Counted(refused, service, "idempotency_key"):
        answer = ask(connection, PUT_UNITS, idempotency_key=key)
    assert_clear(answer, "INVALID_ARGUMENT", "call.idempotency_key", "1 to 128")


def test_the_same_call_again_gets_the_first_reply_and_nothing_is_done_twice(deployment, connection):
    request = put_units(region("TWICE"))
    replies = []
    for number in (1, 2):
        connection.send_frames([envelope(connection, PUT_UNITS, call_id=number, idempotency_key="twice"), request])
        outcome, body = connection.receive(20)
        assert outcome.code == 0
        replies.append(body)
        version = deployment.cluster.query("SELECT number FROM directory.version")
        replies.append(version)
    assert replies[:2] == replies[2:]


def test_many_copies_of_one_call_at_once_take_effect_once(deployment, connection):
    keys = Keys.new()
    request = request_message("Directory/GrantKey", {"principal_name": "copied", "public_key": keys.public}).SerializeToString()
    for number in range(1, 101):
        connection.send_frames([envelope(connection, GRANT_KEY, call_id=number, idempotency_key="copies"), request])
    answers = [connection.receive(20) for _ in range(100)]
    assert {(outcome.code, body) for outcome, body in answers} == {(0, answers[0][1])}
    assert {outcome.call_id for outcome, _ in answers} == set(range(1, 101))
    assert deployment.cluster.query("SELECT count(*) FROM directory.kept_reply WHERE idempotency_key = 'copies'") == [(1,)]


def test_a_key_used_again_for_another_request_is_refused(service, connection):
    first, other = (put_units(region("REUSED", name)) for name in ("东区", "西区"))
    assert code_of(connection, outcome_of(connection, [envelope(connection, PUT_UNITS, idempotency_key="reused"), first])) == "OK"
    with Counted(answered, service, PUT_UNITS, "ALREADY_EXISTS", least=2):
        answer = ask(connection, PUT_UNITS, other, idempotency_key="reused")
    assert_clear(answer, "ALREADY_EXISTS", "call.idempotency_key", "use a new key")
    assert ask(connection, PUT_PRODUCTS, first[:0], idempotency_key="reused")[0] == "ALREADY_EXISTS"  # another method is another request


def test_a_key_of_another_principal_is_another_key(deployment, connection):
    request = put_units(region("SHARED"))
    assert code_of(connection, outcome_of(connection, [envelope(connection, PUT_UNITS, idempotency_key="shared"), request])) == "OK"
    other = deployment.principal("other-administrator", ("ADMINISTRATOR", "HQ"))
    other.call("Directory/PutUnits", {"units": [region("SHARED", "又一个")]}, key="shared")


# --- how a call is told -----------------------------------------------------------------------------------------------------


def test_a_trace_is_found_in_the_log_lines_of_its_call(service, connection):
    trace = uuid.UUID(int=random.Random(SEED).getrandbits(128)).hex
    traceparent = f"00-{trace}-{'b7' * 8}-01"
    for method, request in ((PING, b""), (PUT_UNITS, put_units(region("TRACED")))):
        connection.send_frames([envelope(connection, method, idempotency_key="traced", traceparent=traceparent), request])
        assert connection.receive(20)[0].code == 0
    lines = [line for line in service.log.read_text().splitlines() if trace in line]
    assert [("Ping" in line, '"event":"call_answered"' in line) for line in lines] == [(True, True), (False, True)]


def test_a_reply_that_would_be_too_large_is_refused_in_words(deployment, connection, operator):
    operator.call("Directory/PutUnits", {"units": [region("WIDE")]})
    for start in range(0, 3000, 500):
        operator.call("Directory/PutProducts", {"products": [
            {"code": f"P{number}", "name": "大型指挥车辆" * 5, "product_line": "大型指挥车辆" * 2, "use_class": "COMMAND", "list_price_fen": 1}
            for number in range(start, start + 500)]})
    answer = ask(connection, "remuda.directory.v1.Directory/ListProducts")
    assert_clear(answer, "OUT_OF_RANGE", "", "ask for less")
    deployment.cluster.query("DELETE FROM directory.product")


# --- overload, drain, outage ------------------------------------------------------------------------------------------------


def test_a_full_queue_tells_to_come_back(make_deployment):
    deployment = make_deployment(only=["directory"], settings={"REMUDA_QUEUE_CAPACITY": "2", "REMUDA_WORKERS": "1"})
    service, operator = deployment.services["directory"], deployment.operator()
    connection = Connection(service.endpoint, service.keys.public, deployment.operator_keys)
    holder = lock_the_directory(deployment)
    try:
        for number in range(1, 11):
            request = put_units(region(f"FULL{number}"))
            connection.send_frames([envelope(connection, PUT_UNITS, call_id=number, idempotency_key=f"full-{number}", locale="zh-CN"), request])
            time.sleep(0.02)
        told = [connection.receive(5)[0] for _ in range(7)]
        assert {code_of(connection, outcome) for outcome in told} == {"RESOURCE_EXHAUSTED"}
        assert all(outcome.retry_after_ms > 0 and speaks_chinese(outcome.message) for outcome in told)
        assert refused(service, "queue_full") == 7
        assert operator.call("Operations/Ping", service="directory").service == "directory"
    finally:
        holder.close()
    assert sorted(code_of(connection, connection.receive(20)[0]) for _ in range(3)) == ["OK"] * 3
    connection.close()


def test_calls_under_way_get_their_replies_when_the_service_is_told_to_end(deployment, service, connection):
    holder = lock_the_directory(deployment)
    for number in range(1, 21):
        request = put_units(region(f"DRAIN{number}"))
        connection.send_frames([envelope(connection, PUT_UNITS, call_id=number, idempotency_key=f"drain-{number}"), request])
    deployment.wait_until(lambda: service.metrics()[f'remuda_queue_depth{{method="{PUT_UNITS}"}}'] == 18, what="all calls in the queue")
    ended = []
    stopping = threading.Thread(target=lambda: ended.append(service.stop()))
    stopping.start()
    deployment.wait_until(lambda: service.admin("/readyz")[0] == 503, what="/readyz telling of the drain")
    late = ask(connection, PING)
    holder.close()
    codes = {code_of(connection, connection.receive(20)[0]) for _ in range(20)}
    stopping.join()
    service.start()
    assert (codes, ended) == ({"OK"}, [0])
    assert_clear(late, "UNAVAILABLE", "", "try again")
    assert deployment.cluster.query("SELECT count(*) FROM directory.unit WHERE code LIKE 'DRAIN%'") == [(20,)]


def test_a_service_ends_although_a_lock_is_never_given_back(make_deployment):
    deployment = make_deployment(only=["directory"], settings={"REMUDA_DRAIN_MS": "200"})
    service = deployment.services["directory"]
    connection = Connection(service.endpoint, service.keys.public, deployment.operator_keys)
    holder = lock_the_directory(deployment)
    request = put_units(region("STUCK"))
    connection.send_frames([envelope(connection, PUT_UNITS, idempotency_key="stuck"), request])
    deployment.wait_until(lambda: service.metrics()["remuda_workers_busy"] == 1, what="the call that waits")
    begin = time.monotonic()
    assert service.stop() != 0
    assert time.monotonic() - begin < 15
    assert "drain_given_up" in service.log_end()
    holder.close()
    connection.close()


def test_a_second_service_on_the_same_address_ends_and_names_it(deployment, service, tmp_path):
    second = Service("directory", deployment.build, tmp_path, deployment.cluster, {"REMUDA_BIND": service.endpoint})
    second.start(wait=False)
    assert second.process.wait(20) == 1
    assert '"field":"REMUDA_BIND"' in second.log_end() and service.endpoint in second.log_end()
    assert not second.findings()


def test_without_its_database_a_service_says_unavailable_lives_and_comes_back(deployment, service, connection):
    deployment.cluster.stop("immediate")
    answer = outcome_of(connection, [envelope(connection, "remuda.directory.v1.Directory/ListProducts"), b""])
    assert code_of(connection, answer) == "UNAVAILABLE" and answer.retry_after_ms > 0
    change = outcome_of(connection, [envelope(connection, PUT_UNITS, idempotency_key="outage"), b""])
    assert code_of(connection, change) == "UNAVAILABLE" and change.retry_after_ms > 0
    deployment.wait_until(lambda: service.admin("/readyz")[0] == 503, what="/readyz telling of the outage")
    assert service.admin("/healthz")[0] == 200
    assert ask(connection, PING)[0] == "OK"
    deployment.cluster.start()
    deployment.wait_until(lambda: service.admin("/readyz")[0] == 200, what="/readyz telling of the recovery")
    assert ask(connection, "remuda.directory.v1.Directory/ListProducts")[0] == "OK"
