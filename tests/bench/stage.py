"""What the benchmarks stand on: a release build, services over a durable private PostgreSQL, turns and medians."""

import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
ROUNDS = 5
# Durable, with room enough that no checkpoint falls into one side's turn. Both sides use the same server.
DATABASE = ("fsync = on", "synchronous_commit = on", "max_connections = 100", "shared_buffers = '1GB'",
            "max_wal_size = '8GB'", "checkpoint_timeout = '1h'")


# What the figures need is what the tests need; pgbench comes with PostgreSQL.
INSTALL = """set -euo pipefail
. deploy/lib/progress.sh
. deploy/lib/packages.sh
packages_require "${packages_build[@]}" "${packages_run[@]}" "${packages_test[@]}" binutils"""


def build():
    """Installs what is missing, builds the preset `bench` and returns its folder."""
    for command in (["bash", "-c", INSTALL], ["cmake", "--preset", "bench"], ["cmake", "--build", "--preset", "bench"],
                    ["cmake", "--build", "--preset", "bench", "--target", "python_contracts"]):
        done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-3000:]}")
    folder = CHECKOUT / "build" / "bench"
    sys.path.insert(2, str(folder / "python"))
    return folder


@contextlib.contextmanager
def folder():
    """A temporary folder that PostgreSQL's user may enter."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="remuda-bench-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def deployment(build_folder, *services, settings=None):
    """The services, running over a fresh database; all ended afterwards."""
    from harness.deployment import Deployment

    with folder() as path:
        made = Deployment(build_folder, path, only=list(services), settings=settings, database_settings=DATABASE)
        try:
            made.start()
            yield made
        finally:
            made.stop()


def run(*command, pin=None, **options):
    """Output of a program, pinned to one processor when `pin` is given."""
    pinned = ["taskset", "-c", str(pin)] if pin is not None else []
    done = subprocess.run([*pinned, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def pin(process_id, processor):
    """Keeps a process with all its threads on one processor."""
    for thread in os.listdir(f"/proc/{process_id}/task"):
        os.sched_setaffinity(int(thread), {processor})


def by_turns(ours, limit, rounds=ROUNDS):
    """Medians of two measurements taken by turns, so that both meet the same moods of the machine."""
    pairs = [(ours(), limit()) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def figure(name, ours, limit, unit=""):
    """One line. `limit` None: there is none."""
    def number(value):
        return f"{value:.0f}{unit}" if value >= 100 else f"{value:.2f}{unit}"

    known = limit is not None
    print(f"{name} ours={number(ours)} limit={number(limit) if known else '-'} ratio={f'{ours / limit:.2f}' if known else '-'}",
          flush=True)
