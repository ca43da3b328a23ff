"""What goes wrong in a run: services and backends are killed, PostgreSQL is stopped at once, and all is started again."""

import os
import random
import time
from collections import Counter

import psycopg2

# How often each kind comes in a row of ten.
KINDS = {"service killed": 4, "backends ended": 3, "backend killed": 1, "PostgreSQL stopped": 2}
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name <> '' AND usename = ANY (%s)"


class Faults:
    """Does one fault after another to a deployment. The seed decides which, to whom and for how long."""

    def __init__(self, deployment, seed):
        self.deployment = deployment
        self.random = random.Random(seed)
        self.deck = []
        self.due = []     # (time, service) to be started again
        self.retired = []
        self.done = Counter()

    def go_on_until(self, number, tend=lambda done: None):
        """Faults until `number` have been done in all. `tend` is called before each."""
        while self.done.total() < number:
            tend(self.done.total())
            self._do_one()
            self._rest(self.random.uniform(0.2, 1))

    def end(self):
        """Everything runs again, by itself or because it is started."""
        for _, service in self.due:
            service.start(wait=False)
        self.due = []
        for service in self._services():
            service.wait_ready()

    def retire(self, service):
        """Ends one that is no longer needed, as an operator does: it finishes what it took."""
        self.end()
        assert service.stop() == 0, service.log_end()
        self.retired.append(service)

    def _do_one(self):
        if not self.deck:
            self.deck = self.random.sample(list(KINDS), k=sum(KINDS.values()), counts=KINDS.values())
        kind = self.deck.pop()
        {"service killed": self._kill_service, "backends ended": self._end_backends, "backend killed": self._kill_backend,
         "PostgreSQL stopped": self._stop_postgresql}[kind]()
        self.done[kind] += 1

    def _services(self):
        return [service for service in self.deployment.everything() if service.process and service not in self.retired]

    def _kill_service(self):
        running = [service for service in self._services() if service.running()]
        victim = self.random.choice(running)
        victim.kill()
        self.due.append((time.monotonic() + self.random.uniform(0, 1), victim))

    def _end_backends(self):
        """Several times in a short while: a COMMIT lasts milliseconds."""
        for _ in range(8):
            for pid in self._backends():
                if self.random.random() < 0.5:
                    self._query("SELECT pg_terminate_backend(%s)", pid)
            time.sleep(self.random.uniform(0, 0.03))

    def _kill_backend(self):
        """PostgreSQL takes that for a crash: it ends all others and recovers."""
        backends = self._backends()
        if backends:
            os.kill(self.random.choice(backends), 9)

    def _stop_postgresql(self):
        self.deployment.cluster.stop("immediate")
        self._rest(self.random.uniform(0, 1))
        self.deployment.cluster.start()

    def _backends(self):
        return [pid for pid, in self._query(BACKENDS, list(self.deployment.services))]

    def _query(self, sql, *parameters):
        """Of a server that may be recovering from the fault before."""
        end = time.monotonic() + 30
        while True:
            try:
                return self.deployment.cluster.query(sql, *parameters)
            except psycopg2.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def _rest(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._start_what_is_due()
            self._look_for_accidents()
            time.sleep(0.02)

    def _start_what_is_due(self):
        for entry in [entry for entry in self.due if entry[0] <= time.monotonic()]:
            self.due.remove(entry)
            entry[1].start(wait=False)

    def _look_for_accidents(self):
        """A service ends because it is killed, and for no other reason."""
        killed = [service for _, service in self.due]
        for service in self._services():
            if service not in killed and not service.running():
                raise AssertionError(f"{service.title} ended by itself with {service.process.returncode}:\n{service.log_end()}")
