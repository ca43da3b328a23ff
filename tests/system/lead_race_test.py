"""Hundreds of sessions at one opportunity: filing, deciding, merging and parting at the same moment. One holder at any instant.

What proves it is the constraint lead_one_holder; this test shows that nothing goes around it, and that nobody is left without an answer."""

import itertools
import random
import threading
import time

import pytest
from harness.client import CallError, Connection, request_message, response_message
from harness.company import file_lead, found_company, verdict

SESSIONS = 200
SECONDS = 8
DEALERS = ("D1", "D2", "D3", "D4")
NAMES = ("昆明公共交通集团", "昆明公交总公司")  # two customers that are merged and parted all the time
HOLDERS = """
SELECT coalesce(identity_id, customer_id), product_line, count(*) FROM lead_intake.lead WHERE state = 2
GROUP BY 1, 2 HAVING count(*) > 1"""
# A merged customer's leads stand for the survivor, all others for their own customer.
STRAYS = """
SELECT lead_id, lead.customer_id, lead.identity_id, customer.identity_id, state, lead.idempotency_key FROM lead_intake.lead JOIN lead_intake.customer USING (customer_id)
WHERE lead.identity_id IS DISTINCT FROM customer.identity_id"""


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"], settings={"REMUDA_WORKERS": "6"})


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


class Race:
    """Threads that call until the time is over, and what they met."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.end = time.monotonic() + SECONDS
        self.failures = []
        self.done = {}
        self.lock = threading.Lock()

    def run(self, *bodies):
        threads = [threading.Thread(target=self.repeat, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def repeat(self, body):
        try:
            while time.monotonic() < self.end:
                body()
        except Exception as error:  # noqa: BLE001  a thread's failure is the test's
            self.failures.append(f"{body}: {error!r}")

    def count(self, what):
        with self.lock:
            self.done[what] = self.done.get(what, 0) + 1


def allowed(race, what, call, refusals):
    """A call that a rule may refuse; anything else is a failure."""
    try:
        answer = call()
        race.count(what)
        return answer
    except CallError as error:
        if error.code not in refusals:
            raise
        return None


def filer(race, dealer, client):
    """Many sessions of one dealer on one connection: all file at once, again and again."""
    service = race.deployment.services["lead_intake"]
    connection = Connection(service.endpoint, service.keys.public, client.keys)
    numbers = itertools.count(1)

    def body():
        calls = set()
        for n in range(SESSIONS // len(DEALERS)):
            fields = {"dealer_code": dealer, "customer": {"name": NAMES[n % 2]}, "product_code": "T1", "quantity": 3}
            calls.add(connection.send("remuda.lead.v1.LeadIntake/FileLead", request_message("LeadIntake/FileLead", fields),
                                      key=f"race-{dealer}-{next(numbers)}"))
        while calls:
            answer = connection.receive(20)
            assert answer is not None, f"{len(calls)} calls without an answer"
            calls.discard(answer[0].call_id)
            if answer[0].code == 0:
                race.count(verdict(response_message("LeadIntake/FileLead", answer[1])))

    return body


def decider(race, client, generator):
    """Transfers, rejects and appeals whatever conflict there is."""

    def body():
        for conflict in client.call("LeadIntake/ListConflicts", {"limit": 20}).conflicts:
            fields = {"conflict_id": conflict.conflict_id, "reason": "竞赛"}
            outcome = generator.choice(["CONFLICT_TRANSFERRED", "CONFLICT_REJECTED"])
            if conflict.state in (1, 3):
                allowed(race, outcome, lambda f=fields, o=outcome: client.call("LeadIntake/DecideConflict", f | {"outcome": o}),
                        ("FAILED_PRECONDITION", "NOT_FOUND"))
            elif conflict.state == 2:
                allowed(race, "appeal", lambda f=fields: client.call("LeadIntake/AppealConflict", f), ("FAILED_PRECONDITION", "NOT_FOUND"))

    return body


def merger(race, client, customers):
    def body():
        allowed(race, "merge", lambda: client.call("LeadIntake/MergeCustomers", {
            "survivor_id": customers[0], "merged_id": customers[1], "reason": "竞赛"}), ("INVALID_ARGUMENT",))
        time.sleep(0.02)
        allowed(race, "unmerge", lambda: client.call("LeadIntake/UnmergeCustomers", {
            "merged_id": customers[1], "reason": "竞赛"}), ("FAILED_PRECONDITION",))

    return body


def releaser(race, dealer, client):
    """Gives up what it holds, so that the others have something to race for."""

    def body():
        for lead in client.call("LeadIntake/ListLeads", {"state": "HELD", "limit": 20}).leads:
            allowed(race, "release", lambda n=lead.lead_id: client.call("LeadIntake/ReleaseLead", {"lead_id": n, "reason": "竞赛"}),
                    ("FAILED_PRECONDITION", "NOT_FOUND", "INVALID_ARGUMENT"))
        time.sleep(0.1)

    return body


def watcher(race, cluster):
    """Looks from outside, at any instant."""
    connection = cluster.connect()

    def body():
        with connection.cursor() as cursor:
            cursor.execute(HOLDERS)
            assert cursor.fetchall() == []
            cursor.execute(STRAYS)
            assert cursor.fetchall() == []
        race.count("look")

    return body


def test_one_holder_at_any_instant_however_they_race(deployment, people, operator):
    customers = [operator.call("LeadIntake/RegisterCustomer", {"customer": {"name": name}}).customer_id for name in NAMES]
    headquarters = deployment.principal("race-headquarters", ("HEADQUARTERS_USER", "HQ"))
    race = Race(deployment)
    race.run(*(filer(race, dealer, people[dealer]) for dealer in DEALERS),
             *(decider(race, deployment.client_for(headquarters.keys), random.Random(n)) for n in range(2)),
             *(merger(race, deployment.operator(), customers) for _ in range(2)),
             *(releaser(race, dealer, deployment.client_for(people[dealer].keys)) for dealer in DEALERS[:2]),
             watcher(race, deployment.cluster))
    assert race.failures == []
    for what in ("ACCEPTED", "HELD_BY_OTHER", "KNOWN_AGAIN", "CONFLICT_TRANSFERRED", "merge", "unmerge", "release", "look"):
        assert race.done.get(what, 0) > 0, race.done


def test_afterwards_the_sums_agree_and_the_opportunity_is_as_free_as_it_looks(deployment, people, operator):
    held = "SELECT coalesce(sum(quantity), 0) FROM lead_intake.lead WHERE state = 2"
    deployment.wait_until(lambda: operator.call("CustomerTiering/GetTotals").open_units == deployment.cluster.query(held)[0][0],
                          what="the agreement of the sums")
    for name in NAMES:
        free = people["D3"].call("LeadIntake/CheckLead", {"dealer_code": "D3", "customer": {"name": name}, "product_code": "T1"}).is_free
        assert (verdict(file_lead(people["D3"], "D3", name)) == "ACCEPTED") == free
