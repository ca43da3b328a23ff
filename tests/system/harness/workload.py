"""Dealers' systems that file leads, report deliveries, cancel some and take vehicles back, send calls twice or again, and write down every answer."""

import dataclasses
import random
import threading
import time
from collections import Counter

from .client import CallError, Connection, full_method, request_message, response_message

# Not the last word: the same call with the same key may be answered differently later.
PASSING = ("UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "ABORTED")
ATTEMPT_SECONDS = 1.0
PATIENCE_SECONDS = 60  # far longer than any outage of a run
LATE_SECONDS = 1.5     # how long answers to copies are waited for after the last call
PRODUCTS = {"T1": "suv", "V1": "van"}
BUYERS = 100_000        # numbers of their own: a name like that of a lead's customer would be put before a person
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_LETTERS = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)))


@dataclasses.dataclass
class Call:
    """One call, however often it was sent."""

    kind: str          # FileLead, ReportDelivery, CancelDelivery, ReturnDelivery
    principal_id: int
    key: str
    request: object
    expected: str = "OK"
    abandoned: bool = False  # sent, and never asked about again
    given_up: bool = False   # asked about for PATIENCE_SECONDS in vain
    copies: int = 0
    answers: list = dataclasses.field(default_factory=list)  # (code, response bytes) of every copy

    @property
    def mark(self):
        """By what its effect is recognised in the database."""
        return {"FileLead": lambda: self.key, "ReportDelivery": lambda: self.request.price_fen,
                "CancelDelivery": lambda: self.request.reason, "ReturnDelivery": lambda: self.request.reason}[self.kind]()

    @property
    def last_words(self):
        return [answer for answer in self.answers if answer[0] not in PASSING]

    @property
    def response(self):
        """The response of an acknowledged call, else None."""
        packed = next((body for code, body in self.answers if code == "OK"), None)
        return None if packed is None else response_message(f"LeadIntake/{self.kind}", packed)

    def __str__(self):
        return f"{self.kind} {self.key} (sent {self.copies} times, answered {dict(Counter(code for code, _ in self.answers))})"


def vin_of(dealer, number):
    """Serial numbers of a dealer's vehicles, with the check digit."""
    vin = f"LSJA24U6_JG{dealer}{number:05d}"
    total = sum(w * (VIN_LETTERS.get(c) or int(c)) for w, c in zip(VIN_WEIGHTS, vin) if c != "_")
    return vin.replace("_", "0123456789X"[total % 11])


class Dealer(threading.Thread):
    """One dealer's system. Does one thing after another until `stop` is set; `calls` is complete when it has ended."""

    def __init__(self, number, seed, principal_id, client, stop):
        super().__init__(name=f"dealer-{number}")
        self.number = number
        self.random = random.Random(f"{seed}/{number}")
        self.principal_id = principal_id
        self.connection = Connection(client.endpoints["lead_intake"], client.server_keys["lead_intake"], client.keys)
        self.stop = stop
        self.calls, self.sent = [], {}
        self.leads, self.standing, self.kept, self.ended = [], [], [], []
        self.vehicles = 0
        self.failure = None

    def run(self):
        acts = {self.file_new: 30, self.file_contested: 15, self.deliver_on_lead: 20, self.deliver_to_newcomer: 8,
                self.deliver_again: 4, self.cancel: 5, self.take_back: 5, self.deliver_ended: 4, self.repeat: 10}
        try:
            while not self.stop.is_set():
                self.random.choices(list(acts), acts.values())[0]()
            self.read_answers(LATE_SECONDS)
        except Exception as error:  # told by the test: a thread's own failure would go unseen
            self.failure = error
        finally:
            self.connection.close()

    # --- what a dealer does ---------------------------------------------------------------------------------------------

    def file_new(self):
        self.file(f"第{self.number}店客户{len(self.calls)}", abandon=self.random.random() < 0.05)

    def file_contested(self):
        self.file(f"争抢客户{int(time.monotonic() * 3) + self.random.randrange(4)}")

    def file(self, name, abandon=False):
        product = self.random.choice(list(PRODUCTS))
        answer = self.call("FileLead", {
            "dealer_code": f"D{self.number}", "customer": {"name": name}, "product_code": product,
            "quantity": self.random.randint(1, 9), "found_on": "2014-09-01", "person_code": f"P{self.number}"}, abandon=abandon)
        if answer is not None and answer.verdict == 1:
            self.leads.append((answer.lead_id, product))

    def deliver_on_lead(self):
        if self.leads:
            lead_id, product = self.random.choice(self.leads)
            self.deliver(self.new_vin(), product_code=product, lead_id=lead_id)

    def deliver_to_newcomer(self):
        self.deliver(self.new_vin(), customer={"name": f"第{self.number}店车主{BUYERS + len(self.calls)}"}, abandon=self.random.random() < 0.2)

    def deliver(self, vin, abandon=False, **changes):
        fields = {"dealer_code": f"D{self.number}", "vin": vin, "product_code": "T1", "delivered_on": "2014-09-20",
                  "price_fen": self.number * 10**8 + len(self.calls), "person_code": f"P{self.number}"} | changes
        if self.call("ReportDelivery", fields, abandon=abandon) is not None:
            # One that is never cancelled serves to be reported again in vain.
            (self.standing if self.random.random() < 0.7 else self.kept).append((vin, changes))

    def deliver_again(self):
        if self.kept:
            vin, changes = self.random.choice(self.kept)
            self.call("ReportDelivery", {
                "dealer_code": f"D{self.number}", "vin": vin, "product_code": "T1", "delivered_on": "2014-09-21",
                "price_fen": self.number * 10**8 + len(self.calls)} | changes, expected="ALREADY_EXISTS")

    def cancel(self):
        if self.standing:
            vin, changes = self.standing.pop(self.random.randrange(len(self.standing)))
            self.call("CancelDelivery", {"vin": vin, "cancelled_on": "2014-09-25", "reason": f"误报 {self.number}-{len(self.calls)}"})
            self.ended.append((vin, changes))

    def take_back(self):
        if self.standing:
            vin, changes = self.standing.pop(self.random.randrange(len(self.standing)))
            self.call("ReturnDelivery", {"vin": vin, "returned_on": "2014-09-26", "reason": f"退回 {self.number}-{len(self.calls)}"})
            self.ended.append((vin, changes))

    def deliver_ended(self):
        if self.ended:
            vin, changes = self.ended.pop()
            self.deliver(vin, **changes)

    def repeat(self):
        """An answered call once more with its key: it must be answered as before."""
        answered = [call for call in self.random.sample(self.calls, min(9, len(self.calls))) if call.response is not None]
        if answered:
            self.ask(answered[0], copies=1)

    def new_vin(self):
        self.vehicles += 1
        return vin_of(self.number, self.vehicles)

    # --- how it asks ----------------------------------------------------------------------------------------------------

    def call(self, kind, fields, *, expected="OK", abandon=False):
        """The response, or None when it was refused or is not waited for."""
        request = request_message(f"LeadIntake/{kind}", fields)
        call = Call(kind, self.principal_id, f"{self.number}-{len(self.calls)}", request, expected, abandon)
        self.calls.append(call)
        self.ask(call, copies=self.random.choice((1, 1, 1, 1, 2, 3)))
        return call.response

    def ask(self, call, copies):
        """Sends copies at once, and one more whenever no last word comes. They go to all replicas by turns."""
        end = time.monotonic() + PATIENCE_SECONDS
        known = len(call.last_words)
        while len(call.last_words) == known and not call.given_up:
            for _ in range(copies):
                self.send(call)
            if call.abandoned:
                return
            copies = 1
            self.read_answers(ATTEMPT_SECONDS, call)
            call.given_up = time.monotonic() > end

    def send(self, call):
        try:
            call_id = self.connection.send(full_method(f"LeadIntake/{call.kind}")[0], call.request, key=call.key,
                                           deadline_unix_ms=int((time.time() + PATIENCE_SECONDS) * 1000), timeout=ATTEMPT_SECONDS)
        except CallError:
            return  # nobody is connected
        self.sent[call_id] = call
        call.copies += 1

    def read_answers(self, seconds, awaited=None):
        """Writes down what comes, until an answer to `awaited` or the end of the time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            answer = self.connection.receive(left)
            if answer is None:
                return
            outcome, body = answer
            call = self.sent[outcome.call_id]
            code = self.connection.envelope.Code.Name(outcome.code)
            call.answers.append((code, body))
            if call is awaited:
                time.sleep(outcome.retry_after_ms / 1000)
                return
