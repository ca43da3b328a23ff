"""A large spreadsheet whose import is killed on its way, over the running services."""

import csv
import json
import subprocess
import time

import pytest

from harness.company import found_company

ROWS = 20_000
WRONG_EVERY = 400
HEADS = {"zh": "经销商代码,经销商编号,客户名称,产品代码,数量,发现日期", "en": "dealer_code,dealer_reference,customer_name,product_code,quantity,found_on"}


@pytest.fixture(scope="module")
def company(make_deployment):
    deployment = make_deployment(only=["directory", "lead_intake"])
    found_company(deployment)
    return deployment


def write_file(file, mark, encoding, heads):
    rows = [f"D{n % 4 + 1},{mark}-{n},{mark}第{n}客户,{'TV'[n % 2]}1,{'很多' if n % WRONG_EVERY == 7 else n % 9 + 1},2014年9月1日"
            for n in range(ROWS)]
    file.write_bytes("\r\n".join([HEADS[heads], *rows, ""]).encode(encoding))


def start_import(deployment, file, output):
    """Runs `remuda` with its lines going to the file `output`."""
    with output.open("w") as out:
        return subprocess.Popen([deployment.build / "bin" / "remuda", "lead", "import", file, "--json"], text=True,
                                env=deployment.command_line_environment(), stdin=subprocess.DEVNULL, stdout=out,
                                stderr=subprocess.PIPE)


def kill_when_it_has_told(process, progress, rows):
    """SIGKILL once the progress file tells of more than so many rows; returns of how many it tells in the end."""
    end = time.monotonic() + 60
    while rows_told(progress) <= rows:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    process.kill()
    process.communicate()
    return rows_told(progress)


def rows_told(progress):
    lines = progress.read_text().splitlines() if progress.exists() else []
    return int(lines[2].removeprefix("rows ")) if lines else 0


def lines_of(output):
    """The complete JSON lines: a killed program's last one may be cut, even within a character."""
    return [json.loads(line) for line in output.read_bytes().splitlines(keepends=True) if line.endswith(b"}\n")]


def stored(company, mark):
    """What the database holds of the file: references, and how many rows they are in."""
    rows = company.cluster.query("SELECT dealer_reference FROM lead_intake.lead WHERE dealer_reference LIKE %s", mark + "-%")
    return {reference for reference, in rows}, len(rows)


@pytest.mark.parametrize("mark, encoding, heads", [("甲", "gb18030", "zh"), ("乙", "utf-16", "en")])
def test_an_import_killed_twice_goes_on_with_no_row_twice_or_lost(company, tmp_path, mark, encoding, heads):
    file, output, progress = (tmp_path / name for name in ("leads.csv", "lines", "leads.csv.progress"))
    write_file(file, mark, encoding, heads)
    told, before = [], 0
    for _ in range(2):
        before = kill_when_it_has_told(start_import(company, file, output), progress, before)
        told += lines_of(output)
    process = start_import(company, file, output)
    errors = process.communicate(timeout=120)[1]
    *rest, summary = lines_of(output)
    assert process.returncode == 4 and f"goes on after {before} rows" in errors
    assert len(rest) == ROWS - before > 0
    assert {row["line"] for row in told + rest} == set(range(2, ROWS + 2))
    assert summary["summary"]["rows"] == ROWS and summary["summary"]["invalid"] == ROWS // WRONG_EVERY
    assert not progress.exists()
    right = {f"{mark}-{n}" for n in range(ROWS) if n % WRONG_EVERY != 7}
    assert stored(company, mark) == (right, len(right))


def test_rejected_rows_of_a_killed_import_are_all_there_and_can_be_mended(company, tmp_path):
    file, output, rejected = (tmp_path / name for name in ("leads.csv", "lines", "leads.csv.rejected.csv"))
    write_file(file, "丙", "utf-8-sig", "zh")
    kill_when_it_has_told(start_import(company, file, output), tmp_path / "leads.csv.progress", 0)
    start_import(company, file, output).communicate(timeout=120)
    with rejected.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["经销商编号"] for row in rows] == [f"丙-{n}" for n in range(7, ROWS, WRONG_EVERY)]
    assert all(row["rejected_field"] == "数量" and row["rejected_reason"] for row in rows)
    rejected.write_text(rejected.read_text().replace("很多", "3"))
    assert start_import(company, rejected, output).wait(60) == 0
    assert stored(company, "丙") == ({f"丙-{n}" for n in range(ROWS)}, ROWS)
