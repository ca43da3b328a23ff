"""A service that says what a test tells it to: for what a client must do with answers that real services seldom give."""

import threading

import zmq

from .client import Keys, load_contracts, message_class, method_descriptor


class Refusal(Exception):
    """Raised by an answer: the call gets this code, message and violations [(field, message)]."""

    def __init__(self, code, message="", violations=()):
        super().__init__(message)
        self.code, self.message, self.violations = code, message, violations


class StandIn:
    """Answers `answers[METHOD](request)` with a dict of the response's fields; None keeps silent. CURVE, any client.

    `calls` are the (Call, request) that came, in their order; `most_waiting` is how many lay unanswered at once."""

    def __init__(self, answers):
        self.envelope = load_contracts()
        self.answers = answers
        self.keys = Keys.new()
        self.calls = []
        self.most_waiting = 0
        self.socket = zmq.Context.instance().socket(zmq.ROUTER)
        self.socket.curve_server = True
        self.socket.curve_secretkey = self.keys.secret.encode()
        self.socket.linger = 0
        self.endpoint = f"tcp://127.0.0.1:{self.socket.bind_to_random_port('tcp://127.0.0.1')}"
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self):
        self.stopping.set()
        self.thread.join(10)
        self.socket.close()

    def _serve(self):
        while not self.stopping.is_set():
            if not self.socket.poll(50):
                continue
            waiting = []
            while self.socket.poll(30):  # lets what is under way gather
                waiting.append(self.socket.recv_multipart())
            self.most_waiting = max(self.most_waiting, len(waiting))
            for frames in reversed(waiting):  # a client must not rely on the order
                self._answer(*frames)

    def _answer(self, routing_id, head, body):
        call = self.envelope.Call.FromString(head)
        method = method_descriptor(call.method)
        request = message_class(method.input_type).FromString(body)
        self.calls.append((call, request))
        outcome, response = self.envelope.Outcome(call_id=call.call_id), b""
        try:
            fields = self.answers[call.method.rpartition("/")[2]](request)
            if fields is None:
                return
            response = message_class(method.output_type)(**fields).SerializeToString()
        except Refusal as refusal:
            outcome.code = self.envelope.Code.Value(refusal.code)
            outcome.message = refusal.message
            for field, message in refusal.violations:
                outcome.violations.add(field=field, reason="FORMAT", message=message)
        self.socket.send_multipart([routing_id, outcome.SerializeToString(), response])

    def environment(self, folder):
        """The settings with which `remuda` takes this for every service."""
        names = ("directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation", "gateway")
        (folder / "keys").mkdir(exist_ok=True)
        secret = folder / "client.secret"
        secret.write_text(Keys.new().secret + "\n")
        secret.chmod(0o600)
        settings = {"REMUDA_KEY_FILE": str(secret), "REMUDA_SERVER_KEYS": str(folder / "keys")}
        for name in names:
            (folder / "keys" / f"{name}.public").write_text(self.keys.public + "\n")
            settings[f"REMUDA_{name.upper()}"] = self.endpoint
        return settings
