"""The main job as deploy/quickstart does it: the sample company, its spreadsheets, targets, tiers and pay."""

import csv
import json
import re
import shlex
import subprocess

import pytest
from conftest import CHECKOUT
from harness.client import Keys

# What a row of the sample is meant to become (deploy/sample/README.md) -> the verdict that the command line tells.
VERDICTS = {"accepted": "accepted", "accepted_with_warning": "accepted", "stored": "accepted", "known_again": "known again",
            "known_again_same_number": "known again", "held_by_other": "held by other", "needs_review": "needs review"}
ROW = re.compile(r"^ +(\d+)  (accepted|known again|held by other|needs review|invalid) ", re.MULTILINE)
OUTPUTS = {"leads_utf8.csv": "leads_utf8", "leads_gb18030.csv": "leads_gb18030", "deliveries.csv": "deliveries"}


@pytest.fixture(scope="module")
def home(deployment):
    """A folder as the quickstart's var/."""
    folder = deployment.folder / "home"
    folder.mkdir()
    environment = deployment.command_line_environment() | {"PATH": f"{deployment.build / 'bin'}:/usr/bin:/bin"}
    lines = [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
    (folder / "remuda.env").write_text("\n".join(lines) + "\n")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "gateway.public").write_text(deployment.services["gateway"].keys.public + "\n")
    (folder / "secrets" / "dealer.public").write_text(Keys.new().public + "\n")
    approver = Keys.new()
    (folder / "secrets" / "approver.public").write_text(approver.public + "\n")
    (folder / "secrets" / "approver.secret").touch(mode=0o600)
    (folder / "secrets" / "approver.secret").write_text(approver.secret + "\n")
    return folder


@pytest.fixture(scope="module")
def done(home):
    return main_job(home)


def main_job(home):
    script = """set -euo pipefail; checkout=$1 home=$2 var=$2
        . "$checkout/deploy/lib/progress.sh"; . "$checkout/deploy/lib/main_job.sh"; main_job"""
    run = subprocess.run(["bash", "-c", script, "bash", CHECKOUT, home], capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def output(home, part):
    return (home / "main_job" / f"{part}.txt").read_text()


def test_every_row_of_the_spreadsheets_becomes_what_it_is_meant_to_become(home, done):
    expected = {file: {} for file in OUTPUTS}
    with (home / "sample" / "expected.csv").open() as file:
        for row in csv.DictReader(file):
            expected[row["file"]][int(row["row"])] = VERDICTS.get(row["becomes"], "invalid")
    for file, part in OUTPUTS.items():
        told = {int(row): verdict for row, verdict in ROW.findall(output(home, part))}
        assert told == expected[file], file


def test_rejected_rows_keep_their_columns_and_gain_the_reason(home, done):
    with (home / "sample" / "leads_gb18030.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(row["经销商代码"] and row["rejected_reason"] for row in rows)


def test_the_board_counts_every_delivery_of_the_year(home, done, operator):
    deliveries = len(re.findall(r"^ +\d+  accepted ", output(home, "deliveries"), re.MULTILINE))
    board = operator.call("TargetPlanning/Board", {"day": "2014-10-31"})
    whole, *regions = board.lines
    assert whole.sold_before_month + whole.sold_this_month == deliveries
    assert whole.year_target == 2500 == sum(line.year_target for line in regions)
    assert sum(line.sold_this_month for line in regions) == whole.sold_this_month


def test_the_months_targets_are_issued(done, operator):
    assert operator.call("TargetPlanning/GetTotals").issued_months == 1


def test_a_persons_statement_shows_every_line_with_its_reason(done, operator):
    statement = operator.call("IncentiveCalculation/GetStatement", {"person_code": "P0421", "period": "2014-10"}).statement
    document = json.loads(statement.document)
    assert statement.total_fen == sum(line["amount_fen"] for line in document["lines"] + document["adjustments"]) > 0
    assert all(line["formula"]["zh-CN"] for line in document["lines"])


def test_a_second_run_does_nothing(home, done):
    assert main_job(home).strip() == "done before; what it gave is in var/main_job"


def test_a_part_that_was_interrupted_after_its_effect_is_repeated_without_doing_it_twice(home, done, operator):
    before = [operator.call(f"{service}/GetTotals") for service in ("LeadIntake", "CustomerTiering", "TargetPlanning")]
    for part in ("directory", "history", "plan", "issue", "leads_utf8", "leads_gb18030", "deliveries", "incentives"):
        (home / "main_job" / f"{part}.txt").unlink()
    main_job(home)
    assert [operator.call(f"{service}/GetTotals") for service in ("LeadIntake", "CustomerTiering", "TargetPlanning")] == before
