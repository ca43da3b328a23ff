"""Target planning at the size of a whole country: a year split over all axes, boards over many deliveries, deliveries learnt."""

import contextlib
import datetime
import os
import pathlib
import random
import re
import statistics
import time

from psycopg2.extensions import parse_dsn

import stage

DEALERS = 3000
PEOPLE = 20_000
PLAN_UNITS = 1_000_000
SPLIT_ROUNDS = 1
MEMORY_LIMIT_MIB = 512
DELIVERIES = 10_000_000
BOARDS = 2000
BOARD_FACTOR = 10  # times a SELECT 1
EVENTS = 50_000
EVENTS_LIMIT = 10_000
EVENTS_A_DAY = 5000
FIRST_DAY = datetime.date(2014, 1, 1)
FOLDER = pathlib.Path(__file__).resolve().parent
COLUMNS = "unit_id, person_id, month, product_code, business_type, units"


def measure_plan_split(build):
    with company(build) as c:
        stage.figure("plan_split", *stage.by_turns(c.split, c.copy, SPLIT_ROUNDS), unit="s")
        stage.figure("plan_split_memory", c.peak_memory_mib(), MEMORY_LIMIT_MIB, "MiB")


def measure_board(build):
    with company(build, people=100) as c:
        c.store_deliveries()
        c.lock()
        c.boards(200)
        ours, limit = stage.by_turns(lambda: percentile(c.boards(BOARDS), 99),
                                     lambda: BOARD_FACTOR * statistics.median(c.select_one(BOARDS)))
        stage.figure("board", ours, limit, "us")


def measure_actuals(build):
    with company(build, people=100) as c:
        stage.figure("actuals", statistics.median(c.learn() for _ in range(3)), EVENTS_LIMIT, "/s")


def percentile(values, percent):
    return sorted(values)[len(values) * percent // 100]


@contextlib.contextmanager
def company(build, people=PEOPLE):
    with stage.deployment(build, "directory", "target_planning") as deployment:
        made = Company(deployment)
        made.psql("-v", f"dealers={DEALERS}", "-v", f"people={people}", "-f", FOLDER / "planned_company.sql")
        made.psql("-c", "VACUUM ANALYZE")
        time.sleep(2)  # until the service has seen the directory
        yield made


class Company:
    """directory and target_planning with a company of 7 regions and 31 areas."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()
        self.file = deployment.folder / "targets"
        self.plan_id = self.told = 0

    def call(self, method, fields):
        return self.operator.call(f"TargetPlanning/{method}", fields, timeout=30)

    def call_once(self, method, fields):
        """Without asking again meanwhile, as the tests' client does: the second call would wait for the first."""
        from harness.client import request_message

        connection = self.operator.connection("target_planning")
        call_id = connection.send(f"remuda.target.v1.TargetPlanning/{method}", request_message(f"TargetPlanning/{method}", fields),
                                  key=f"once-{time.time_ns()}")
        outcome, _ = connection.receive_for(call_id, 600)
        assert outcome.code == 0, outcome.message

    def psql(self, *arguments):
        cluster = self.deployment.cluster
        connection = parse_dsn(cluster.conninfo("postgres"))
        program = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin/psql"), default="psql")
        environment = os.environ | {"PGHOST": connection["host"], "PGPORT": connection["port"], "PGUSER": "postgres",
                                    "PGPASSWORD": cluster.password_file("postgres").read_text().strip()}
        return stage.run(program, "-q", "-v", "ON_ERROR_STOP=1", "-d", "remuda", *arguments, env=environment)

    def draft(self):
        drivers = [{"axis": axis, "driver": "equal"} for axis in ("ORGANISATION", "TIME", "PRODUCT", "BUSINESS")]
        return self.call("DraftPlan", {"year": 2014, "total_units": PLAN_UNITS, "deepest_level": 5, "drivers": drivers}).plan.plan_id

    def drop_targets(self):
        self.psql("-c", "SET session_replication_role = replica; TRUNCATE target_planning.target, target_planning.plan_node")
        self.psql("-c", "CHECKPOINT")

    def split(self):
        """Seconds to compute and store the targets of all levels."""
        self.drop_targets()
        self.plan_id = self.draft()
        start = time.monotonic()
        self.call_once("Split", {"plan_id": self.plan_id})
        return time.monotonic() - start

    def copy(self):
        """Seconds to COPY the same rows into the same table."""
        self.psql("-c", f"\\copy (SELECT {self.plan_id}, {COLUMNS} FROM target_planning.target ORDER BY ctid) TO '{self.file}'")
        self.drop_targets()
        start = time.monotonic()
        self.psql("-c", f"\\copy target_planning.target (plan_id, {COLUMNS}) FROM '{self.file}'")
        return time.monotonic() - start

    def peak_memory_mib(self):
        status = pathlib.Path(f"/proc/{self.deployment.services['target_planning'].process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def store_deliveries(self):
        self.psql("-v", f"deliveries={DELIVERIES}", "-v", f"dealers={DEALERS}", "-f", FOLDER / "stored_deliveries.sql")
        self.psql("-c", "VACUUM ANALYZE target_planning.actual, target_planning.sold")

    def lock(self):
        self.call("Lock", {"year": 2014, "total_units": PLAN_UNITS})

    def boards(self, count):
        """Microseconds of each board: of headquarters, a region, an area or a dealer, of one product or all."""
        chance, times = random.Random(count), []
        for _ in range(count):
            unit = chance.choice(["HQ", f"R{chance.randint(1, 7)}", f"A{chance.randint(1, 31)}", f"D{chance.randint(1, DEALERS)}"])
            fields = {"unit_code": unit, "day": f"2014-{chance.randint(1, 11):02d}-15", "product_code": chance.choice(["", "V3"])}
            start = time.monotonic_ns()
            self.operator.call("TargetPlanning/Board", fields)
            times.append((time.monotonic_ns() - start) / 1000)
        return times

    def select_one(self, count):
        connection, times = self.deployment.cluster.connect("target_planning"), []
        with connection.cursor() as cursor:
            for _ in range(count):
                start = time.monotonic_ns()
                cursor.execute("SELECT 1")
                cursor.fetchall()
                times.append((time.monotonic_ns() - start) / 1000)
        connection.close()
        return times

    def learn(self):
        """Delivery events applied a second, from being told to being counted."""
        from harness.lead_events import delivery, tell

        first, self.told = self.told, self.told + EVENTS
        events = [delivery(n, n, str(FIRST_DAY + datetime.timedelta(days=n // EVENTS_A_DAY)), dealer=1001 + n * 7919 % DEALERS,
                           product=f"V{n % 10 + 1}") for n in range(first + 1, self.told + 1)]
        tell(self.deployment.cluster, *events)
        start = time.monotonic()
        while self.deployment.cluster.query("SELECT count(*) FROM target_planning.actual")[0][0] < self.told:
            time.sleep(0.1)
        return EVENTS / (time.monotonic() - start)
