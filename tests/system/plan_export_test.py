"""What leaves target planning: the plan in the department's form, and who lags."""

import csv
import json
import time
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from harness.planning import TABLES, Planning, draft, found_planning


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return found_planning(make_deployment)


@pytest.fixture
def planning(deployment):
    """With no plan, no history, no delivery."""
    deployment.cluster.query("SET search_path = target_planning; TRUNCATE " + TABLES)
    return Planning(deployment)


def exported(planning, tmp_path, *arguments):
    """Rows of the CSV file, and of the spreadsheet: every cell as text."""
    done = planning.deployment.run_command_line("plan", "export", "--year", "2014", "--csv", tmp_path / "p.csv", "--xlsx",
                                                tmp_path / "p.xlsx", *arguments)
    assert done.returncode == 0, done.stderr
    book = zipfile.ZipFile(tmp_path / "p.xlsx")
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    texts = [t.text for t in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(name + "t")]
    sheet = [[texts[int(c.find(name + "v").text)] if c.get("t") == "s" else c.find(name + "v").text for c in row]
             for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(name + "row")]
    return list(csv.reader((tmp_path / "p.csv").read_text("utf-8-sig").splitlines())), sheet


def test_a_plan_is_exported_in_the_departments_form(planning, tmp_path):
    planning.put_history()
    plan = draft(planning, total=2503, deepest_level=4, drivers=[{"axis": 1, "driver": "sales"}, {"axis": 3, "driver": "equal"}])
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    rows, sheet = exported(planning, tmp_path)
    assert sheet == rows
    assert rows[0] == ["code", "unit", "level", "1", "2", "3", "Q1", "4", "5", "6", "Q2", "7", "8", "9", "Q3", "10", "11", "12", "Q4", "year"]
    assert [row[0] for row in rows[1:]] == ["HQ", "R1", "A1", "D1", "A2", "D2", "R2", "A3", "D3"]
    numbers = {row[0]: [int(cell) for cell in row[3:]] for row in rows[1:]}
    for row in numbers.values():
        assert [row[3], row[7], row[11], row[15]] == [sum(row[i:i + 3]) for i in (0, 4, 8, 12)]
        assert row[16] == row[3] + row[7] + row[11] + row[15]
    for parent, children in {"HQ": ("R1", "R2"), "R1": ("A1", "A2"), "R2": ("A3",), "A1": ("D1",)}.items():
        assert numbers[parent] == [sum(column) for column in zip(*(numbers[child] for child in children))]
    assert numbers["HQ"][16] == 2503
    rows, _ = exported(planning, tmp_path, "--unit", "R1", "--locale", "zh-CN")
    assert (rows[0][6], rows[1][2], [row[0] for row in rows[1:]]) == ("一季度", "大区", ["R1", "A1", "D1", "A2", "D2"])


def test_a_plan_of_many_pages_is_exported_with_every_person_once(planning, tmp_path):
    plan = draft(planning, total=24, deepest_level=4, drivers=[{"axis": 1, "driver": "equal"}])
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    planning.deployment.cluster.query(
        "INSERT INTO target_planning.plan_node (plan_id, unit_id, person_id, kind, parent_id, code, name, weight, season)"
        f" SELECT {plan.plan_id}, {planning.unit_ids['D1']}, i, 5, {planning.unit_ids['D1']}, 'P' || lpad(i::text, 4, '0'), 'p', 1, '{{}}'"
        " FROM generate_series(1, 1200) i")
    rows, sheet = exported(planning, tmp_path, "--unit", "D1")
    assert [row[0] for row in rows[1:]] == ["D1"] + [f"P{i:04}" for i in range(1, 1201)]
    assert (rows, rows[-1][2]) == (sheet, "person")


def test_what_is_not_planned_is_not_exported(planning):
    assert planning.refusal("Export", year=2014) == "NOT_FOUND"
    planning.call("Lock", year=2014, total_units=100)
    assert planning.refusal("Export", year=2014, unit_code="D1") == "NOT_FOUND"
    assert planning.refusal("Export", year=2014, cursor="-1") == "INVALID_ARGUMENT"
    refused = planning.deployment.run_command_line("plan", "export", "--year", "2014")
    assert (refused.returncode, "--xlsx" in refused.stderr) == (2, True)


def test_units_that_lag_by_the_plans_rule_are_told_once_after_the_months_end(planning):
    """By the machine's clock: the month that is over is that before today's."""
    over = date.today().replace(day=1) - timedelta(days=1)
    earlier = over.replace(day=1) - timedelta(days=1)
    month_ends = 2 if earlier.year == over.year else 1
    plan = planning.call("DraftPlan", year=over.year, total_units=360, lag_ppm=200000, lag_month_ends=month_ends, drivers=[
        {"axis": 1, "driver": "equal"}, {"axis": 2, "driver": "equal"}]).plan
    assert (plan.lag_ppm, plan.lag_month_ends) == (200000, month_ends)
    told = len(planning.told("UnitLags"))
    days = (over, earlier)
    # Of 7 or 8 a month A1 and A2 sell none and 8, A3 of 15 in the month that is over 13, before none: at one month end alone.
    planning.tell(*[planning.delivered(i, dealer, days[i % 2 if dealer == "D2" else 0].isoformat())
                    for dealer, first, count in (("D2", 100, 16), ("D3", 200, 13)) for i in range(first, first + count)])
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    planning.deployment.wait_until(lambda: len(planning.told("UnitLags")) > told, what="the month's lagging units")
    lags = {line.unit_id: line for line in planning.told("UnitLags")[told:]}
    ids = planning.unit_ids
    assert ids["A1"] in lags and not {ids["A2"], ids["A3"], ids["R2"]} & set(lags)
    line = lags[ids["A1"]]
    assert (line.plan_id, line.year, line.month, line.sold_units, line.attainment_ppm) == (plan.plan_id, over.year, over.month, 0, 0)
    time.sleep(2.5)  # two more steps of the background
    assert len(planning.told("UnitLags")) == told + len(lags)


def test_phases_with_goals_and_milestones_stand_in_the_plan_and_are_taken_over_by_its_next_version(planning, tmp_path):
    phases = [{"name": "准备期", "firstOn": "2014-08-01", "lastOn": "2014-11-30", "goal": "建立队伍", "units": 3,
               "milestones": [{"name": "首批交车", "dueOn": "2014-08-31", "units": 2}]},
              {"name": "突破期", "firstOn": "2014-12-01", "lastOn": "2015-06-30", "goal": "翻番", "units": 900, "milestones": []}]
    (tmp_path / "phases.json").write_text(json.dumps({"phases": phases}))

    def remuda(*arguments):
        done = planning.deployment.run_command_line("plan", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    plan = json.loads(remuda("draft", "--year", "2014", "--total", "120", "--phases", tmp_path / "phases.json", "--json"))["plan"]["planId"]
    planning.tell(*[planning.delivered(i, "D1", day) for i, day in enumerate(("2014-08-30", "2014-09-01", "2014-12-01"), 1)])
    for command in (("split", plan), ("review", plan), ("lock", "--plan", plan),
                    ("amend", "--year", "2014", "--total", "130", "--from", "2014-10-01", "--reason", "好", "--approver", "总经理")):
        remuda(*command)
    shown = json.loads(remuda("show", "--year", "2014", "--day", "2014-09-30", "--json"))
    assert (shown["version"], [p["state"] for p in shown["phases"]]) == (2, ["RUNNING", "AHEAD"])
    assert (shown["phases"][0]["soldUnits"], shown["phases"][0]["milestones"][0]["state"]) == ("2", "MISSED")
    assert "未达成" in remuda("show", "--plan", plan, "--day", "2014-12-01", "--locale", "zh-CN")


def test_phases_that_overlap_or_have_no_goal_are_refused(planning):
    phase = {"name": "p", "first_on": "2014-01-01", "last_on": "2014-06-30", "units": 1}
    for bad in ([phase, phase | {"last_on": "2014-12-31"}], [phase | {"units": 0}], [phase | {"name": ""}], [phase | {"first_on": "x"}],
                [phase | {"milestones": [{"name": "m", "due_on": "2014-07-01", "units": 1}]}]):
        assert planning.refusal("DraftPlan", year=2014, total_units=1, phases=bad) == "INVALID_ARGUMENT", bad
    assert planning.refusal("Show", year=2014) == "NOT_FOUND"
