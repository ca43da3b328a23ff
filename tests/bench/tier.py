"""Runs of tiering against one SQL statement that reads the same facts and sorts the customers by one sum."""

import contextlib
import pathlib
import re
import time

import stage

CUSTOMERS = 1_000_000
FEW_CUSTOMERS = 100_000
MEMORY_LIMIT_MIB = 512
ROUNDS = 3
FOLDER = pathlib.Path(__file__).resolve().parent
FACTS = FOLDER / "tier_facts.sql"
READ = (FOLDER / "tier_facts_read.sql").read_text(encoding="utf-8")


def measure_tier_full(build):
    with bench(build, CUSTOMERS) as b:
        stage.figure("tier_full", *stage.by_turns(b.run, b.read, ROUNDS), unit="s")
        stage.figure("tier_full_memory", b.peak_mib(), MEMORY_LIMIT_MIB, "MiB")


def measure_tier_growth(build):
    with bench(build, CUSTOMERS) as many, bench(build, FEW_CUSTOMERS) as few:
        stage.figure("tier_growth", *stage.by_turns(many.run, few.run, ROUNDS), unit="s")


@contextlib.contextmanager
def bench(build, customers):
    with stage.deployment(build, "directory", "customer_tiering") as deployment:
        made = Bench(deployment)
        made.fill(customers)
        yield made


class Bench:
    """customer_tiering that has learnt five facts of each customer."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()

    def fill(self, customers):
        query = self.deployment.cluster.query
        query(FACTS.read_text(encoding="utf-8").replace(":customers", str(customers)))
        query("VACUUM ANALYZE customer_tiering.customer, customer_tiering.delivery, customer_tiering.lead")
        query("CHECKPOINT")
        self.run()  # the first one tells of everybody; the ones after it of nobody
        self.deployment.wait_until(self.nobody_reads_events, seconds=300, what="the consumers' passing over what the first run told")

    def nobody_reads_events(self):
        return not self.deployment.cluster.query(
            "SELECT 1 FROM event_log.event e LEFT JOIN event_log.cursor c"
            " ON c.consumer = 'customer_tiering' AND c.partition = e.partition"
            " WHERE (e.tx, e.position) > (coalesce(c.tx, '0'), coalesce(c.position, 0)) LIMIT 1")

    def run(self):
        """Seconds of a run, from the call to its reply."""
        start = time.monotonic()
        self.operator.call("CustomerTiering/Run", {"as_of": "2014-09-30"}, timeout=600)
        return time.monotonic() - start

    def read(self):
        """Seconds of the statement."""
        start = time.monotonic()
        self.deployment.cluster.query(READ)
        return time.monotonic() - start

    def peak_mib(self):
        """The most memory that the service ever had resident."""
        process = self.deployment.services["customer_tiering"].process.pid
        status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
