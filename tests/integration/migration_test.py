"""Every change of deploy/migrations deploys, verifies, reverts and deploys again, in a database of its own."""
import os
import pathlib
import subprocess

import pytest

CLUSTER = pathlib.Path(os.environ["TEST_POSTGRES"]).resolve()
MIGRATIONS = pathlib.Path(__file__).parents[2] / "deploy" / "migrations"
DATABASE = "migrations_tried"
CHANGES = [line.split()[0] for line in (MIGRATIONS / "sqitch.plan").read_text().splitlines() if line[:1].isalpha()]


def environment(role):
    return os.environ | {
        "PGHOST": str(CLUSTER / "socket"), "PGPORT": "5432", "PGUSER": role,
        "PGPASSWORD": (CLUSTER / "password" / role).read_text(),
        "SQITCH_FULLNAME": "Remuda", "SQITCH_EMAIL": "remuda@localhost",
    }


def superuser(sql):
    subprocess.run(["psql", "-Xq", "-d", "postgres", "-c", sql], check=True, env=environment("postgres"))


def sqitch(*arguments):
    done = subprocess.run(["sqitch", *arguments, "--target", f"db:pg:{DATABASE}"], cwd=MIGRATIONS, env=environment("remuda"),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=100)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture
def database():
    superuser(f"DROP DATABASE IF EXISTS {DATABASE}")
    superuser(f"CREATE DATABASE {DATABASE} OWNER remuda")
    yield
    superuser(f"DROP DATABASE {DATABASE}")


def test_each_change_can_be_taken_back_and_made_again(database):
    sqitch("deploy", "--verify")
    sqitch("revert", "-y")
    sqitch("deploy", "--verify")


def test_each_change_has_its_three_scripts():
    for change in CHANGES:
        for step in "deploy", "revert", "verify":
            script = MIGRATIONS / step / f"{change}.sql"
            assert script.read_text().startswith(f"-- {step.capitalize()} remuda:{change}"), script
