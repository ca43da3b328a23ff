"""A client over the published contracts: pyzmq and Python's protobuf, nothing of Remuda's own C."""

import itertools
import time
import uuid

import zmq
from google.protobuf import json_format, symbol_database

RETRIED = ("UNAVAILABLE", "RESOURCE_EXHAUSTED")


def load_contracts():
    """Imports every generated contract, so that the symbol database knows all methods and messages."""
    from remuda.directory.v1 import directory_pb2  # noqa: F401
    from remuda.event.v1 import incentive_events_pb2, lead_events_pb2, target_events_pb2, tiering_events_pb2  # noqa: F401
    from remuda.gateway.v1 import gateway_pb2  # noqa: F401
    from remuda.incentive.v1 import incentive_calculation_pb2  # noqa: F401
    from remuda.lead.v1 import lead_intake_pb2  # noqa: F401
    from remuda.rpc.v1 import envelope_pb2, operations_pb2  # noqa: F401
    from remuda.target.v1 import target_planning_pb2  # noqa: F401
    from remuda.tiering.v1 import customer_tiering_pb2  # noqa: F401

    return envelope_pb2


# The short name of a method's service -> (its full name, the program that answers it). Operations are answered by all.
SERVICES = {
    "Directory": ("remuda.directory.v1.Directory", "directory"),
    "LeadIntake": ("remuda.lead.v1.LeadIntake", "lead_intake"),
    "CustomerTiering": ("remuda.tiering.v1.CustomerTiering", "customer_tiering"),
    "TargetPlanning": ("remuda.target.v1.TargetPlanning", "target_planning"),
    "IncentiveCalculation": ("remuda.incentive.v1.IncentiveCalculation", "incentive_calculation"),
    "Gateway": ("remuda.gateway.v1.Gateway", "gateway"),
    "Operations": ("remuda.rpc.v1.Operations", None),
}


class CallError(Exception):
    """The service refused the call, or no answer came before the deadline (code DEADLINE_EXCEEDED, local=True)."""

    def __init__(self, code, message, violations=(), local=False):
        super().__init__(f"{code}: {message} {[(v.field, v.reason, v.message) for v in violations]}")
        self.code = code
        self.message = message
        self.violations = list(violations)
        self.local = local


class Keys:
    """A CURVE pair, as Z85 text."""

    def __init__(self, public, secret):
        self.public = public
        self.secret = secret

    @classmethod
    def new(cls):
        public, secret = zmq.curve_keypair()
        return cls(public.decode(), secret.decode())


class Connection:
    """One DEALER to one service, whose endpoints (all replicas) are separated by commas. Belongs to one thread."""

    _call_ids = itertools.count(1)

    def __init__(self, endpoints, server_public, keys, *, immediate=True):
        self.envelope = load_contracts()
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.IMMEDIATE, 1 if immediate else 0)
        self.socket.setsockopt(zmq.HANDSHAKE_IVL, 1000)  # a key that is not known yet is met by silence: ask again soon
        self.socket.setsockopt(zmq.RECONNECT_IVL, 20)
        self.socket.setsockopt(zmq.RECONNECT_IVL_MAX, 500)
        if keys is not None:
            self.socket.curve_publickey = keys.public.encode()
            self.socket.curve_secretkey = keys.secret.encode()
            self.socket.curve_serverkey = server_public.encode()
        for endpoint in endpoints.split(","):
            self.socket.connect(endpoint)

    def close(self):
        self.socket.close()

    def send(self, method, request, *, key="", deadline_unix_ms=0, on_behalf_of="", locale="en", timeout=5.0):
        """Sends one call and returns its call_id. `request` is a message or packed bytes."""
        call_id = next(self._call_ids)
        head = self.envelope.Call(call_id=call_id, method=method, idempotency_key=key, deadline_unix_ms=deadline_unix_ms,
                                  on_behalf_of=on_behalf_of, locale=locale)
        body = request if isinstance(request, bytes) else request.SerializeToString()
        self.send_frames([head.SerializeToString(), body], timeout=timeout)
        return call_id

    def send_frames(self, frames, *, timeout=5.0):
        """Sends frames as they are: for tests of what the service must refuse."""
        if not self.socket.poll(int(timeout * 1000), zmq.POLLOUT):
            raise CallError("UNAVAILABLE", "no connection to the service", local=True)
        self.socket.send_multipart(frames)

    def receive(self, timeout=5.0):
        """The next (Outcome, response bytes); None when nothing came in time."""
        if not self.socket.poll(max(0, int(timeout * 1000)), zmq.POLLIN):
            return None
        frames = self.socket.recv_multipart()
        outcome = self.envelope.Outcome.FromString(frames[0])
        return outcome, frames[1] if len(frames) > 1 else b""

    def receive_for(self, call_id, timeout):
        """The answer to one call; answers to calls given up earlier are passed over."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            answer = self.receive(left)
            if answer is not None and answer[0].call_id in (call_id, 0):
                return answer
        return None


class Client:
    """Calls methods of all services as one principal: `client.call("LeadIntake/FileLead", {...})`."""

    def __init__(self, endpoints, server_keys, keys, *, locale="en", timeout=15.0):
        load_contracts()
        self.endpoints = endpoints
        self.server_keys = server_keys
        self.keys = keys
        self.locale = locale
        self.timeout = timeout
        self.connections = {}

    def close(self):
        for connection in self.connections.values():
            connection.close()
        self.connections = {}

    def connection(self, service):
        if service not in self.connections:
            self.connections[service] = Connection(self.endpoints[service], self.server_keys[service], self.keys)
        return self.connections[service]

    def call(self, method, fields=None, *, service=None, key=None, timeout=None, on_behalf_of=""):
        """One call and its response message. Tries again, with the same idempotency key, until the deadline."""
        full_name, owner = full_method(method)
        request = fields if hasattr(fields, "SerializeToString") else request_message(method, fields)
        key = uuid.uuid4().hex if key is None else key
        end = time.monotonic() + (timeout or self.timeout)
        last = CallError("DEADLINE_EXCEEDED", f"{method}: no answer", local=True)
        while (left := end - time.monotonic()) > 0:
            try:
                return self._attempt(full_name, service or owner, request, key, min(left, 3.0), end, on_behalf_of)
            except CallError as error:
                last = error
                if not error.local and error.code not in RETRIED:
                    raise
                time.sleep(0.05)
        raise last

    def _attempt(self, full_name, service, request, key, timeout, end, on_behalf_of):
        connection = self.connection(service)
        deadline = int((time.time() + end - time.monotonic()) * 1000)
        call_id = connection.send(full_name, request, key=key, deadline_unix_ms=deadline, on_behalf_of=on_behalf_of,
                                  locale=self.locale, timeout=timeout)
        answer = connection.receive_for(call_id, timeout)
        if answer is None:
            raise CallError("DEADLINE_EXCEEDED", f"{full_name}: no answer", local=True)
        outcome, body = answer
        if outcome.code != 0:
            code = connection.envelope.Code.Name(outcome.code)
            raise CallError(code, outcome.message, outcome.violations)
        return response_message(full_name, body)


def full_method(method):
    """("remuda.lead.v1.LeadIntake/FileLead", "lead_intake") from the short or the full name."""
    service, _, name = method.rpartition("/")
    full_name, program = SERVICES[service.rpartition(".")[2]]
    return f"{full_name}/{name}", program


def method_descriptor(method):
    service, _, name = full_method(method)[0].rpartition("/")
    return symbol_database.Default().pool.FindServiceByName(service).methods_by_name[name]


def request_message(method, fields=None):
    """The request message of a method, filled from a dict in the canonical JSON mapping."""
    return json_format.ParseDict(fields or {}, message_class(method_descriptor(method).input_type)())


def response_message(method, packed):
    return message_class(method_descriptor(method).output_type).FromString(packed)


def message_class(descriptor):
    return symbol_database.Default().GetPrototype(descriptor)


def as_dict(message):
    """Every field, defaults included, with the contract's own names."""
    return json_format.MessageToDict(message, including_default_value_fields=True, preserving_proto_field_name=True)
