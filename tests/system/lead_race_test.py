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



# --- two copies of one call ---------------------------------------------------------------------------------------------------


def stop_claims(deployment, held):
    """Until this is rolled back, D2's claim to the hold waits: between finding it held and keeping that answer."""
    connection = deployment.cluster.connect("lead_intake")
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO lead_intake.conflict (lead_id, customer_id, holder_unit_id, claimant_unit_id, claimed_at, principal_id, product_code,
                product_line, quantity, business_type, information_class, purchase_mode, source, filed_name, filed_uscc, filed_region,
                contact_name, contact_phone, dealer_reference, remarks)
            SELECT lead_id, customer_id, dealer_unit_id, (SELECT unit_id FROM directory.unit_view WHERE code = 'D2' LIMIT 1), now(), 1,
                product_code, product_line, 1, 0, 0, 0, 0, '', '', '', '', '', '', '' FROM lead_intake.lead WHERE lead_id = %s""",
                       (held.lead_id,))
    return connection


def end_by_time(deployment, people, held):
    pass  # its protection is over a second after the first copy


def end_by_its_holder(deployment, people, held):
    people["D1"].call("LeadIntake/CloseLead", {"lead_id": held.lead_id, "outcome": "LOST", "loss_reason": "PRICE"})


@pytest.mark.parametrize("end, seconds", [(end_by_time, 1), (end_by_its_holder, 1000)])
def test_two_copies_of_a_call_get_one_answer_though_the_hold_ends_between_them(deployment, people, end, seconds):
    name = f"{end.__name__}市政工程公司"
    held = file_lead(people["D1"], "D1", name)
    deployment.cluster.query("UPDATE lead_intake.lead SET protected_until = now() + %s * interval '1 second' WHERE lead_id = %s",
                             seconds, held.lead_id)
    stopped = stop_claims(deployment, held)
    answers = {}

    def copy(which, client):
        answers[which] = file_lead(client, "D2", name, key=f"copies-{end.__name__}")

    clients = [deployment.client_for(people["D2"].keys) for _ in range(2)]
    threads = [threading.Thread(target=copy, args=("first", clients[0])), threading.Thread(target=end, args=(deployment, people, held)),
               threading.Thread(target=copy, args=("second", clients[1]))]
    threads[0].start()
    for thread in threads[1:]:
        time.sleep(0.8)
        thread.start()
    time.sleep(0.8)
    stopped.rollback()
    stopped.close()
    for thread in threads:
        thread.join(30)
    assert answers["first"] == answers["second"], answers
    kinds = [deployment.cluster.query(f"SELECT count(*) FROM lead_intake.{table} WHERE idempotency_key = %s", f"copies-{end.__name__}")[0][0]
             for table in ("lead", "kept_reply")]
    assert sum(kinds) == 1, "told by a lead or by a kept reply, not by both"
