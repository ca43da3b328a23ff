"""Everything goes down at random while dealers work; afterwards each call and each event has taken effect exactly once.

FAULTS=200 makes a longer run (default 21), FAULTS_SEED=N the same choices again; the timing is never the same.
"""

import os
import random
import threading
import time

import pytest
from harness import checker
from harness.corruption import CORRUPTIONS, corrupted
from harness.evidence import behind, gather, install_witness, sums
from harness.faults import Faults
from harness.importer import Importer
from harness.workload import PRODUCTS, Dealer

FAULTS = int(os.environ.get("FAULTS", "21"))
SEED = int(os.environ.get("FAULTS_SEED", random.randrange(10**6)))
DEALERS = 5
RECOVERY_SECONDS = 10  # a back-off of at most three, on busy processors
CATCH_UP_SECONDS = 60


@pytest.fixture(scope="module")
def deployment(make_deployment):
    """On disk for good: what was acknowledged must survive PostgreSQL's immediate end."""
    made = make_deployment(database_settings=("max_connections = 100", "shared_buffers = 32MB"), settings={"REMUDA_LOG_LEVEL": "info"})
    assert made.cluster.query("SHOW fsync") + made.cluster.query("SHOW synchronous_commit") == [("on",), ("on",)]
    return made


@pytest.fixture(scope="module", autouse=True)
def company(operator):
    dealers = range(1, DEALERS + 1)
    units = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"),
             *[(f"D{n}", f"第{n}店", "DEALER", "A1") for n in dealers]]
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"}
        for code, name, kind, parent in units]})
    operator.call("Directory/PutPeople", {"people": [
        {"code": f"P{n}", "name": f"专员{n}", "unit_code": f"D{n}", "job": "dealer_specialist", "valid_from": "2014-01-01"}
        for n in dealers]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": code, "name": code, "product_line": line, "use_class": "COMMAND"} for code, line in PRODUCTS.items()]})


def principal_id(deployment, name):
    (found,), = deployment.cluster.query("SELECT principal_id FROM directory.principal_view WHERE name = %s", name)
    return found


def start_callers(deployment, stop):
    """Dealers' systems, and the command line as the last."""
    made = []
    for n in range(1, DEALERS + 1):
        client = deployment.principal(f"dealer-{n}", ("DEALER_USER", f"D{n}"), ("MANAGER", "A1"))
        made.append(Dealer(n, SEED, principal_id(deployment, f"dealer-{n}"), client, stop))
    made.append(Importer(deployment, SEED, DEALERS, stop))
    for caller in made:
        caller.start()
    return made


@pytest.fixture(scope="module")
def evidence(deployment, company):
    """Of one long run: in its middle part lead intake and a consumer have two replicas each."""
    print(f"FAULTS_SEED={SEED} FAULTS={FAULTS}")
    install_witness(deployment.cluster)
    replicas = [deployment.add_replica(name) for name in ("lead_intake", "customer_tiering")]
    faults, stop = Faults(deployment, SEED), threading.Event()
    callers = start_callers(deployment, stop)
    try:
        faults.go_on_until(FAULTS // 3)
        for replica in replicas:
            replica.start(wait=False)
        faults.go_on_until(2 * FAULTS // 3)
        for replica in replicas:
            faults.retire(replica)
        faults.go_on_until(FAULTS)
        faults.end()
    finally:
        stop.set()
        for caller in callers:
            caller.join()
    assert [caller.failure for caller in callers] == [None] * len(callers)
    deployment.wait_until(lambda: not behind(deployment.cluster), CATCH_UP_SECONDS, "the end of the log for every consumer")
    *dealers, importer = callers
    found = gather(deployment, [call for dealer in dealers for call in dealer.calls])
    found.calls.extend(importer.calls(principal_id(deployment, "operator"), found.leads))
    print(summary(deployment, faults, found), f"; {importer.files} files imported in {importer.runs} runs")
    return found


def summary(deployment, faults, evidence):
    repeated = sum(service.log.read_text(errors="replace").count('"transaction_repeated"') for service in deployment.everything())
    calls, copies = evidence.calls, sum(call.copies for call in evidence.calls)
    return (f"{faults.done.total()} faults {dict(faults.done)}; {len(calls)} calls sent {copies} times, "
            f"{sum(call.response is not None for call in calls)} acknowledged, {sum(call.abandoned for call in calls)} abandoned; "
            f"{repeated} transactions repeated; {len(evidence.leads)} leads, {len(evidence.deliveries)} deliveries, "
            f"{len(evidence.events)} events, {len(evidence.facts)} facts in {len(evidence.moves)} steps")


@pytest.mark.parametrize("claim", checker.CLAIMS, ids=lambda claim: claim.__name__)
def test_after_all_that_went_down(evidence, claim):
    objections = list(claim(evidence))
    assert not objections, f"{len(objections)} objections, such as:\n" + "\n".join(objections[:10])


@pytest.mark.parametrize("title", CORRUPTIONS)
def test_the_checker_objects_to(evidence, title):
    """The evidence of this very run with one thing wrong in it."""
    claim, corrupt = CORRUPTIONS[title]
    assert list(claim(corrupted(evidence, corrupt)))


def test_services_recover_by_themselves_within_seconds_after_the_database_is_back(deployment, evidence):
    running = list(deployment.services.values())
    processes = [service.process.pid for service in running]
    deployment.cluster.stop("immediate")
    for service in running:
        deployment.wait_until(lambda s=service: s.admin("/readyz")[0] == 503, what=f"/readyz of {service.title} telling of the outage")
    deployment.cluster.start()
    began = time.monotonic()
    for service in running:
        service.wait_ready(RECOVERY_SECONDS)
    operator = deployment.operator(timeout=RECOVERY_SECONDS)
    for method in ("LeadIntake", "CustomerTiering", "TargetPlanning", "IncentiveCalculation"):
        operator.call(f"{method}/GetTotals")
    assert time.monotonic() - began < RECOVERY_SECONDS
    assert [service.process.pid for service in running] == processes


def test_services_started_while_the_database_is_down_wait_for_it(deployment, evidence):
    services = list(deployment.services.values())
    for service in services:
        service.stop()
    deployment.cluster.stop("immediate")
    for service in services:
        service.start(wait=False)
    for service in services:
        deployment.wait_until(lambda s=service: s.admin("/healthz")[0] == 200, what=f"/healthz of {service.title}")
        assert service.admin("/readyz")[0] == 503
    deployment.cluster.start()
    for service in services:
        service.wait_ready(RECOVERY_SECONDS)
    assert sums(deployment) == evidence.totals
