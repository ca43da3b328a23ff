"""A back-up is taken while dealers work, the cluster is destroyed, and what is restored is exactly what was at the chosen instant."""

import os
import pathlib
import shutil
import subprocess
import threading
import time

import pytest
from harness import checker
from harness.evidence import behind, gather, install_witness, sums
from harness.workload import PRODUCTS, Dealer

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"
DEALERS = 3
SEED = 8
WORK_SECONDS = float(os.environ.get("RESTORE_SECONDS", "3"))  # before the back-up, after it, and after the chosen instant


def deploy(command, *words, environment):
    done = subprocess.run([DEPLOY / command, *map(str, words)], env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A folder that the server may write to."""
    folder = pathlib.Path(tmp_path_factory.mktemp("archive", numbered=True))
    for part in (folder, *list(folder.parents)[:2]):
        part.chmod(0o755)
    wal = folder / "wal"
    wal.mkdir()
    wal.chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def deployment(make_deployment, archive):
    lines = deploy("backup", "settings", archive, environment={}).splitlines()
    return make_deployment(only=["directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation"],
                           database_settings=("max_connections = 100", "shared_buffers = 32MB", *lines))


@pytest.fixture(scope="module", name="server")
def fixture_server(deployment):
    return {"PGHOST": str(deployment.cluster.folder / "socket"), "PGPORT": "5432",
            "PGPASSWORD": deployment.cluster.password_file("postgres").read_text()}


@pytest.fixture(scope="module")
def company(deployment, operator):
    numbers = range(1, 2 * DEALERS + 1)
    units = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"),
             *[(f"D{n}", f"第{n}店", "DEALER", "A1") for n in numbers]]
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"} for code, name, kind, parent in units]})
    operator.call("Directory/PutPeople", {"people": [
        {"code": f"P{n}", "name": f"专员{n}", "unit_code": f"D{n}", "job": "dealer_specialist", "valid_from": "2014-01-01"} for n in numbers]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": code, "name": code, "product_line": line, "use_class": "COMMAND"} for code, line in PRODUCTS.items()]})
    return {n: deployment.principal(f"dealer-{n}", ("DEALER_USER", f"D{n}"), ("MANAGER", "A1")) for n in numbers}


def dealers_at_work(deployment, company, numbers, meanwhile=lambda: None):
    """Their calls, after they have come to rest."""
    stop = threading.Event()
    ids = dict(deployment.cluster.query("SELECT name, principal_id FROM directory.principal_view"))
    made = [Dealer(n, SEED, ids[f"dealer-{n}"], company[n], stop) for n in numbers]
    for dealer in made:
        dealer.start()
    try:
        time.sleep(WORK_SECONDS)
        meanwhile()
    finally:
        stop.set()
        for dealer in made:
            dealer.join()
    assert [dealer.failure for dealer in made] == [None] * len(made)
    deployment.wait_until(lambda: not behind(deployment.cluster), 60, "the end of the log for every consumer")
    return [call for dealer in made for call in dealer.calls]


@pytest.fixture(scope="module")
def restored(deployment, company, server, archive):
    """Evidence of the restored database with the calls until the chosen instant; the sums that stood then, and those before the end."""
    install_witness(deployment.cluster)

    def back_up():
        deploy("backup", "base", archive, environment=server)
        time.sleep(WORK_SECONDS)

    calls = dealers_at_work(deployment, company, range(1, DEALERS + 1), back_up)
    then = sums(deployment)
    (instant,), = deployment.cluster.query("SELECT clock_timestamp()::text")
    dealers_at_work(deployment, company, range(DEALERS + 1, 2 * DEALERS + 1))
    before_the_end = sums(deployment)
    (segment,), = deployment.cluster.query("SELECT pg_walfile_name(pg_switch_wal())")
    deployment.wait_until(lambda: (archive / "wal" / segment).exists(), what="the last segment in the archive")
    for service in deployment.services.values():
        assert service.stop() == 0
    deployment.cluster.stop("immediate")
    data = deployment.cluster.folder / "data"
    size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    shutil.rmtree(data)
    began = time.monotonic()
    deploy("restore", "cluster", archive, data, instant, environment={})
    deployment.cluster.start()
    deployment.wait_until(lambda: not deployment.cluster.query("SELECT pg_is_in_recovery()")[0][0], 60, "the end of recovery")
    print(f"restored {size / 1e6:.0f} MB in {time.monotonic() - began:.1f} s")
    for service in deployment.services.values():
        service.start()
    return gather(deployment, calls), then, before_the_end


@pytest.mark.parametrize("claim", checker.CLAIMS, ids=lambda claim: claim.__name__)
def test_at_the_chosen_instant(restored, claim):
    evidence, _, _ = restored
    assert len(evidence.calls) > 10
    objections = list(claim(evidence))
    assert not objections, f"{len(objections)} objections, such as:\n" + "\n".join(objections[:10])


def test_the_sums_are_those_of_the_chosen_instant_and_not_later(restored):
    evidence, then, before_the_end = restored
    assert evidence.totals == then != before_the_end


def test_work_goes_on_after_a_restore(deployment, restored, company):
    before = sums(deployment)["lead_intake"]["leads"]
    company[1].call("LeadIntake/FileLead", {"dealer_code": "D1", "customer": {"name": "恢复之后有限公司"}, "product_code": "T1", "quantity": 2})
    assert sums(deployment)["lead_intake"]["leads"] == before + 1


def test_a_dump_restores_into_an_empty_database(deployment, restored, server, tmp_path):
    deploy("backup", "dump", tmp_path / "remuda.dump", environment=server)
    leads = deployment.cluster.query("SELECT count(*), sum(quantity) FROM lead_intake.lead")
    deployment.cluster.query("CREATE DATABASE copy OWNER remuda", database="postgres")
    done = subprocess.run(["pg_restore", "--exit-on-error", "-d", "copy", tmp_path / "remuda.dump"],
                          env=os.environ | server | {"PGUSER": "postgres"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert deployment.cluster.query("SELECT count(*), sum(quantity) FROM lead_intake.lead", database="copy") == leads


def test_nothing_is_restored_over_what_is_there_or_to_before_the_first_back_up(deployment, restored, archive, tmp_path):
    for data, instant, word in ((deployment.cluster.folder / "data", "", "exists"), (tmp_path / "data", "2014-01-01 00:00:00+00", "no back-up")):
        done = subprocess.run([DEPLOY / "restore", "cluster", archive, data, *([instant] if instant else [])], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and word in done.stderr
