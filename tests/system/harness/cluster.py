"""A private PostgreSQL cluster with the migrated database, made by deploy/lib/postgres.sh as the quickstart's is."""

import os
import pathlib
import signal
import subprocess
import tempfile

import psycopg2

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
FUNCTIONS = CHECKOUT / "deploy" / "lib" / "postgres.sh"
PORT = 5432  # no TCP: it only names the socket


class Cluster:
    """`folder` must have a short path (a socket lies below it) that the user `postgres` can reach."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def start(self, *settings):
        """`settings`: "name = value" lines of postgresql.conf, for a cluster that does not exist yet."""
        self._run("pg_start", PORT, *settings)

    def stop(self, mode="fast"):
        """`mode`: fast, or immediate (as a crash: no checkpoint, recovery at the next start)."""
        self._run("pg_stop", mode)

    def migrate(self):
        self._run("pg_migrate", PORT)

    def conninfo(self, role):
        return self._run("pg_conninfo", PORT, role).strip()

    def password_file(self, role):
        return self.folder / "password" / role

    def running(self):
        return self._bash("pg_running").returncode == 0

    def connect(self, role="postgres", database="remuda"):
        """A psycopg2 connection in autocommit mode. Role "postgres" is the superuser, "remuda" owns the database."""
        connection = psycopg2.connect(self.conninfo(role), password=self.password_file(role).read_text(), dbname=database)
        connection.autocommit = True
        return connection

    def query(self, sql, *parameters, role="postgres", database="remuda"):
        """All rows of one statement; [] when it gives none."""
        connection = self.connect(role, database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def kill(self):
        """SIGKILL to the postmaster: its children notice and end."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def _run(self, function, *arguments):
        done = self._bash(function, *arguments)
        if done.returncode != 0:
            raise RuntimeError(f"{function} failed: {done.stderr.strip()}")
        return done.stdout

    def _bash(self, function, *arguments):
        command = ["bash", "-c", 'set -euo pipefail; . "$1"; shift; "$@"', "bash", FUNCTIONS, function, self.folder]
        # Output goes through files: a server that stays would keep a pipe open.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(command + [str(a) for a in arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False)
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())
