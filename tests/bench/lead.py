"""FileLead against pgbench's single-row prepared INSERTs, both durable, on one server."""

import contextlib
import os
import pathlib
import re
import shutil
import statistics

from psycopg2.extensions import parse_dsn

import footprint
import stage

CUSTOMERS = 200_000
MIXED_CUSTOMERS = 1_000_000
MEMORY_LIMIT_MIB = 512
DEALERS = 300
PRODUCTS = 400  # each customer may get one lead of each
SECONDS = 6
BATCH = 100  # rows of the hand-written batches
STORED_LEADS = 10_000_000
FOLDER = pathlib.Path(__file__).resolve().parent
INSERT = FOLDER / "insert.sql"
TABLE = FOLDER / "table.sql"
STORED = FOLDER / "stored_leads.sql"
ORGANISATIONS = FOLDER / "organisations.sql"


def measure_lead(build):
    with bench(build) as b:
        stage.figure("lead", *stage.by_turns(lambda: b.file(8, 256)["rate"], lambda: b.insert(32)["rate"]), unit="/s")
        stage.figure("lead_batched", *stage.by_turns(lambda: b.file(8, 256)["rate"], b.write_batches), unit="/s")


def measure_lead_lone(build):
    with bench(build) as b:
        stage.figure("lead_lone", *stage.by_turns(lambda: b.file(1, 1)["p50_us"], lambda: b.insert(1)["p50_us"]), unit="us")


def measure_lead_growth(build):
    with bench(build, 10_000) as few, bench(build, 1_000_000) as many:
        stage.figure("lead_growth_customers", *stage.by_turns(many.microseconds_a_lead, few.microseconds_a_lead), unit="us")
    with bench(build) as empty, bench(build) as full:
        full.store_leads(STORED_LEADS)
        stage.figure("lead_growth_leads", *stage.by_turns(full.microseconds_a_lead, empty.microseconds_a_lead), unit="us")


def measure_lead_mixed(build):
    """Of ten leads seven name their customer in full, two write the name differently, one is a new customer's."""
    with bench(build, MIXED_CUSTOMERS, MixedBench) as b:
        shares = []

        def ours():
            shares.append(b.file(8, 256))
            return shares[-1]["rate"]

        stage.figure("lead_mixed", *stage.by_turns(ours, lambda: b.insert(32)["rate"]), unit="/s")
        for share in ("known", "written", "review", "new"):
            stage.figure(f"lead_mixed_{share}", statistics.median(done[share] for done in shares), None, "%")
        service = b.deployment.services["lead_intake"]
        stage.figure("lead_mixed_memory", footprint.resident_mib(service.process.pid), MEMORY_LIMIT_MIB, "MiB")
        stage.figure("lead_mixed_ready", footprint.milliseconds_to_ready(service), None, "ms")


@contextlib.contextmanager
def bench(build, customers=CUSTOMERS, kind=None):
    with stage.deployment(build, "directory", "lead_intake") as deployment:
        made = (kind or Bench)(build, deployment, customers)
        made.fill()
        yield made


class Bench:
    """directory and lead_intake with known customers, and pgbench's table beside them."""

    files = "file"  # what bench_lead does

    def __init__(self, build, deployment, customers):
        self.build = build
        self.deployment = deployment
        self.customers = customers
        self.next = self.next_batched = 0

    def fill(self):
        operator = self.deployment.operator()
        units = [("HQ", "HEADQUARTERS", ""), ("R1", "REGION", "HQ"), ("A1", "AREA", "R1")]
        units += [(f"D{i:04d}", "DEALER", "A1") for i in range(1, DEALERS + 1)]
        operator.call("Directory/PutUnits", {"units": [
            {"code": c, "name": c, "kind": k, "parent_code": p, "valid_from": "2014-01-01"} for c, k, p in units]})
        operator.call("Directory/PutProducts", {"products": [
            {"code": f"BENCH{i:03d}", "name": f"BENCH{i:03d}", "product_line": f"line-{i:03d}", "use_class": "COMMAND"}
            for i in range(PRODUCTS)]})
        self.register()
        query = self.deployment.cluster.query
        query("CREATE DATABASE bench")
        # As autovacuum does of itself a minute after such a load, and does not with tables that are empty.
        query("VACUUM ANALYZE lead_intake.customer, lead_intake.kept_reply, event_log.event")
        query("CHECKPOINT")
        self._psql("bench", TABLE)

    def store_leads(self, leads):
        """So many leads of other product lines, put in behind the service's back."""
        self._psql("remuda", STORED, customers=self.customers, lines=leads // self.customers, dealers=DEALERS)
        self.deployment.cluster.query("VACUUM ANALYZE lead_intake.lead")
        self.deployment.cluster.query("CHECKPOINT")

    def register(self):
        self._load("register", 0, 1, 8, 256)

    def _load(self, kind, first, seconds, clients, in_flight):
        service, keys = self.deployment.services["lead_intake"], self.deployment.operator_keys
        line = stage.run(self.build / "bin" / "bench_lead", service.endpoint, service.keys.public, keys.public, keys.secret,
                         kind, first, self.customers, seconds, clients, in_flight)
        return {name: float(value) for name, value in (part.split("=") for part in line.split())}

    def file(self, clients, in_flight):
        done = self._load(self.files, self.next, SECONDS, clients, in_flight)
        self.next = int(done["next"])
        return done

    def microseconds_a_lead(self):
        return 1e6 / self.file(8, 256)["rate"]

    def write_batches(self):
        """The rows of filings, written by hand."""
        cluster = self.deployment.cluster
        line = stage.run(self.build / "bin" / "bench_batched", cluster.conninfo("lead_intake"), cluster.password_file("lead_intake"),
                         self.next_batched, self.customers, SECONDS, BATCH)
        done = dict(part.split("=") for part in line.split())
        self.next_batched = int(done["next"])
        return float(done["rate"])

    def insert(self, clients):
        """Rate and median latency of pgbench."""
        folder = self.deployment.folder / "pgbench"
        folder.mkdir()
        try:
            text = stage.run(self._bin("pgbench"), "-n", "-M", "prepared", "-f", INSERT, "-c", clients, "-j", min(clients, 2),
                             "-T", SECONDS, "-l", "bench", env=self._environment(), cwd=folder)
            latencies = [int(line.split()[2]) for log in folder.glob("pgbench_log.*") for line in log.open()]
        finally:
            shutil.rmtree(folder)
        return {"rate": float(re.search(r"tps = ([0-9.]+)", text)[1]), "p50_us": statistics.median(latencies)}

    def _psql(self, database, file, rows=None, **variables):
        given = [part for name, value in variables.items() for part in ("-v", f"{name}={value}")]
        self.psql(database, *given, "-f", file, stdin=rows)

    def psql(self, database, *arguments, **options):
        stage.run(self._bin("psql"), "-q", "-v", "ON_ERROR_STOP=1", *arguments, "-d", database, env=self._environment(), **options)

    @staticmethod
    def _bin(program):
        return max(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=program)

    def _environment(self):
        cluster = self.deployment.cluster
        connection = parse_dsn(cluster.conninfo("postgres"))
        return os.environ | {"PGHOST": connection["host"], "PGPORT": connection["port"], "PGUSER": "postgres",
                             "PGPASSWORD": cluster.password_file("postgres").read_text().strip()}


class MixedBench(Bench):
    """The same with organisations whose names are like those of others, copied into the table: the service learns them as it starts."""

    files = "mixed"

    def register(self):
        made = self.deployment.folder / "organisations.tsv"
        made.write_text(stage.run(self.build / "bin" / "bench_organisations", self.customers))
        with made.open() as rows:
            self._psql("remuda", ORGANISATIONS, rows)
        made.unlink()
        footprint.milliseconds_to_ready(self.deployment.services["lead_intake"])
