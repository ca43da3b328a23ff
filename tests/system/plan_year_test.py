"""The year under way: people and dealers that come, go and move, months rolled forward, quarters evaluated, numbers explained."""

import json
from datetime import date, timedelta

import pytest
from harness.client import CallError
from harness.planning import TABLES, Planning, draft, found_planning


@pytest.fixture(scope="module")
def deployment(make_deployment):
    made = found_planning(make_deployment)
    made.operator().call("Directory/PutPeople", {"people": [
        {"code": code, "name": code, "unit_code": unit, "job": "dealer_specialist", "valid_from": "2013-01-01"}
        for code, unit in (("P1", "D1"), ("P2", "D1"), ("P3", "D2"), ("P4", "D3"))]})
    return made


@pytest.fixture
def planning(deployment):
    """With no plan, no history, no delivery."""
    deployment.cluster.query("SET search_path = target_planning; TRUNCATE " + TABLES)
    return Planning(deployment)


EQUAL = [{"axis": "ORGANISATION", "driver": "equal"}, {"axis": "TIME", "driver": "equal"}]
DEEP = {"deepest_level": 5, "drivers": EQUAL}


def locked(planning, total=240, **fields):
    plan = draft(planning, total=total, **fields)
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    return plan.plan_id


def people(planning):
    return dict(planning.deployment.cluster.query("SELECT code, person_id FROM directory.person_view"))


def sold_by(planning, delivery_id, dealer, person, day):
    event, day = planning.delivered(delivery_id, dealer, day)
    event.person_id = people(planning)[person]
    return event, day


def months(planning):
    """{code: months} of every line of the plan in force; a unit that stands in two places has two lines."""
    lines = [(line.unit_code, list(line.month_units)) for line in planning.call("Export", year=2014).targets]
    return lines, {code: [sum(m) for m in zip(*(units for name, units in lines if name == code))] for code, _ in lines}


def assert_sums_hold(planning):
    """In each month, of the tree as the export shows it: each line is followed by its own."""
    above = []
    sums = []
    for line in planning.call("Export", year=2014).targets:
        del above[line.level - 1:]
        if above:
            above[-1][1].append(list(line.month_units))
        above.append((line, []))
        sums.append(above[-1])
    for line, children in sums:
        if children:
            assert [sum(month) for month in zip(*children)] == list(line.month_units), line.unit_code


# --- evaluation ------------------------------------------------------------------------------------------------------------


def test_dealers_and_people_are_evaluated_ranked_and_told_with_quality_from_others(planning):
    locked(planning, **DEEP)  # 5 a month for P1 and P2 ... each area 6.67
    planning.tell(*[sold_by(planning, i, "D1", "P1", "2014-01-05") for i in range(1, 7)],
                  *[sold_by(planning, i, "D1", "P2", "2014-02-05") for i in range(7, 10)],
                  *[sold_by(planning, i, "D3", "P4", "2014-03-05") for i in range(10, 12)])
    told = len(planning.told("QuarterEvaluated"))
    answer = planning.call("Evaluate", year=2014, quarter=1, quality=[{"unit_code": "P1", "quality_ppm": 950000},
                                                                      {"unit_code": "D1", "quality_ppm": 900000}])
    lines = {line.unit_code: line for line in answer.lines}
    assert (answer.evaluated, len(lines)) == (13, 13)
    assert (lines["D1"].sold_units, lines["D1"].quality_ppm, lines["D1"].level, lines["P1"].level) == (9, 900000, 4, 5)
    assert (lines["P1"].sold_units, lines["P1"].rank, lines["P1"].quality_ppm) == (6, 1, 950000)
    assert lines["P1"].target_units + lines["P2"].target_units == lines["D1"].target_units
    assert lines["P1"].attainment_ppm == round(6 / lines["P1"].target_units * 10**6)
    assert [lines[p].rank for p in ("P1", "P2", "P4", "P3")] == [1, 2, 3, 4]
    events = {(e.unit_id, e.person_id): e for e in planning.told("QuarterEvaluated")[told:]}
    assert len(events) == 13
    assert events[planning.unit_ids["D1"], people(planning)["P1"]].quality_ppm == 950000
    assert planning.refusal("Evaluate", year=2014, quarter=1, quality=[{"unit_code": "X", "quality_ppm": 1}]) == "INVALID_ARGUMENT"
    assert planning.refusal("Evaluate", year=date.today().year + 1, quarter=4) == "FAILED_PRECONDITION"


def test_an_evaluation_is_read_by_who_may_view_the_unit(planning):
    locked(planning, **DEEP)
    planning.call("Evaluate", year=2014, quarter=1)
    manager = planning.deployment.principal("evaluated-manager-of-R1", ("MANAGER", "R1"))

    def codes(unit):
        try:
            return [line.unit_code for line in manager.call(
                "TargetPlanning/ListEvaluation", {"year": 2014, "quarter": 1, "unit_code": unit}, timeout=2).lines]
        except CallError as error:
            return error.code

    planning.deployment.wait_until(lambda: codes("D1") == ["D1", "P1", "P2"], what="the service's knowledge of the manager")
    assert codes("R1") == ["R1", "A1", "D1", "P1", "P2", "A2", "D2", "P3"]
    assert codes("R2") == codes("") == "PERMISSION_DENIED"
    assert planning.refusal("ListEvaluation", year=2014, quarter=2) == "NOT_FOUND"
    shown = json.loads(planning.deployment.run_command_line("plan", "evaluation", "--year", "2014", "--quarter", "1", "--unit", "A3", "--json").stdout)
    assert [line["unitCode"] for line in shown["lines"]] == ["A3", "D3", "P4"]


def test_an_evaluation_is_final_when_closed_and_corrections_go_forward(planning):
    locked(planning, total=240, drivers=EQUAL)
    planning.tell(*[planning.delivered(i, "D1", "2014-01-05") for i in range(1, 4)])
    sold = lambda quarter: planning.call("Evaluate", year=2014, quarter=quarter).lines[0].sold_units
    assert sold(1) == 3
    planning.tell(planning.delivered(4, "D1", "2014-02-01"))  # learnt late
    assert sold(1) == 4  # not final yet
    planning.tell(planning.delivered(5, "D1", "2014-03-01"), planning.delivered(6, "D1", "2014-05-01"))
    assert sold(2) == 2  # with the one that the first quarter was not told
    assert planning.refusal("Evaluate", year=2014, quarter=1) == "FAILED_PRECONDITION"
    assert [sold(3), sold(4)] == [0, 0]
    planning.call("Close", year=2014)
    assert planning.refusal("Evaluate", year=2014, quarter=4) == "FAILED_PRECONDITION"


# --- rolling ---------------------------------------------------------------------------------------------------------------


def test_an_accepted_roll_is_a_new_version_that_leaves_issued_months_and_carries_once(planning):
    locked(planning, total=360, **DEEP)
    for month in (1, 2):
        planning.call("IssueMonth", year=2014, month=month)
    planning.tell(*[planning.delivered(i, "D1", "2014-01-05") for i in range(1, 5)])
    roll = {"year": 2014, "after_month": 1, "carry_ppm": 1000000}
    before = planning.call("Roll", **roll).lines
    assert planning.refusal("AcceptRoll", roll=roll, reason="差额结转") == "INVALID_ARGUMENT"
    accepted = planning.operator.call("TargetPlanning/AcceptRoll", {"roll": roll, "reason": "差额结转", "approver": "总经理"})
    assert accepted.version == 2
    assert [list(t.month_units) for t in accepted.targets] == [list(line.proposed_units) for line in before]
    assert [list(t.month_units[:2]) for t in accepted.targets] == [list(line.planned_units[:2]) for line in before]
    assert accepted.targets[0].year_units == 360 + 26
    assert_sums_hold(planning)
    assert planning.told("PlanAmended")[-1].effective_on == "2014-03-01"
    assert planning.refusal("IssueMonth", year=2014, month=2) == "FAILED_PRECONDITION"
    assert planning.refusal("AcceptRoll", roll=roll, reason="差额结转", approver="总经理") == "FAILED_PRECONDITION"
    # In February everybody sold what was planned: there is nothing more to carry.
    february = {t.unit_code: t.month_units[1] for t in accepted.targets}
    planning.tell(*[planning.delivered(next_id, dealer, "2014-02-05") for base, area, dealer in ((100, "A1", "D1"), (200, "A2", "D2"), (300, "A3", "D3"))
                    for next_id in range(base, base + february[area])])
    assert planning.call("Roll", **roll | {"after_month": 2}).lines[0].missed_units == 0
    why = planning.call("Explain", year=2014, code="A1", month=3)
    assert (why.driver, why.reason) == ("by_hand", "差额结转")
    why = planning.call("Explain", year=2014, code="D1", month=3)
    assert (why.driver, why.parent_units) == ("equal", accepted.targets[3].month_units[2])


def test_a_roll_is_accepted_on_the_command_line_and_proposes_regions_where_the_plan_ends_there(planning):
    locked(planning, total=240, deepest_level=2, drivers=EQUAL)
    done = planning.deployment.run_command_line("plan", "roll", "--after", "2014-01", "--accept", "--reason", "差额", "--approver", "总经理", "--json")
    assert done.returncode == 0, done.stderr
    targets = json.loads(done.stdout)["targets"]
    assert [(t["unitCode"], t["yearUnits"]) for t in targets] == [("HQ", "260"), ("R1", "130"), ("R2", "130")]


# --- who comes, goes and moves -----------------------------------------------------------------------------------------------


def test_who_joins_takes_and_who_leaves_closes_or_moves_hands_over_from_that_month_and_the_sums_stay(planning):
    put = planning.operator.call
    put("Directory/PutUnits", {"units": [{"code": c, "name": c, "kind": "DEALER", "parent_code": p, "valid_from": "2013-01-01"}
                                         for c, p in (("DX", "A1"), ("DM", "A1"))]})
    put("Directory/PutPeople", {"people": [{"code": "PL", "name": "PL", "unit_code": "D2", "job": "dealer_specialist", "valid_from": "2013-01-01"}]})
    try:
        locked(planning, total=720, **DEEP)
        _, before = months(planning)
        put("Directory/PutUnits", {"units": [
            {"code": "DX", "name": "DX", "kind": "DEALER", "parent_code": "A1", "valid_from": "2013-01-01", "valid_to": "2014-06-30"},  # closes
            {"code": "DM", "name": "DM", "kind": "DEALER", "parent_code": "A2", "valid_from": "2014-07-01"},  # moves
            {"code": "DJ", "name": "DJ", "kind": "DEALER", "parent_code": "A3", "valid_from": "2014-07-01"}]})  # joins
        put("Directory/PutPeople", {"people": [
            {"code": "PL", "name": "PL", "unit_code": "D2", "job": "dealer_specialist", "valid_from": "2013-01-01", "valid_to": "2014-06-30"},
            {"code": "PJ", "name": "PJ", "unit_code": "D2", "job": "dealer_specialist", "valid_from": "2014-07-01"}]})
        put("TargetPlanning/AcceptRoll", {"roll": {"year": 2014, "after_month": 6}, "reason": "人员与网点变动", "approver": "总经理"})
        lines, after = months(planning)
        for code, units in before.items():
            assert after[code][:6] == units[:6], code  # what is over stays
        for code in ("HQ", "R1", "R2", "A1", "A2", "A3"):
            assert after[code] == before[code], code  # nothing is carried: areas keep their targets
        assert (sum(after["DX"][6:]), sum(after["PL"][6:])) == (0, 0)
        assert min(sum(after[code][6:]) for code in ("DJ", "PJ", "DM")) > 0
        assert sum(after["D1"][6:]) > sum(before["D1"][6:])  # alone in A1 now
        moved = [units for code, units in lines if code == "DM"]
        assert [(sum(m[:6]) > 0, sum(m[6:]) > 0) for m in moved] == [(True, False), (False, True)]
        assert_sums_hold(planning)
        planning.call("Amend", year=2014, reason="调整", approver="总经理", effective_on="2014-10-01")
        assert_sums_hold(planning)
        _, amended = months(planning)
        assert (sum(amended["HQ"]), amended["D1"][:9]) == (720, after["D1"][:9])
    finally:
        planning.deployment.cluster.query("DELETE FROM directory.unit_period p USING directory.unit u WHERE u.unit_id = p.unit_id AND code IN ('DX', 'DM', 'DJ')")
        planning.deployment.cluster.query("DELETE FROM directory.person_period p USING directory.person n WHERE n.person_id = p.person_id AND code IN ('PL', 'PJ')")


# --- why ---------------------------------------------------------------------------------------------------------------------


def test_an_explanation_is_what_was_kept_when_the_plan_was_split(planning):
    planning.put_history(units={"A1": [30] * 12, "A2": [10] * 12, "A3": [20] * 12})
    plan = locked(planning, total=1001, drivers=[{"axis": "PRODUCT", "driver": "equal"}])
    asked = {"plan_id": plan, "code": "A2", "month": 5, "product_code": "V1"}
    before = planning.call("Explain", **asked)
    assert (before.driver, before.weight, before.siblings_weight) == ("sales", 120, 480)
    assert abs(before.rounding_millionths) < 10**6
    assert before.units * 10**6 == before.exact_millionths + before.rounding_millionths
    assert [(a.axis, a.driver, a.key, a.weight, a.weights) for a in before.axes] == [(2, "sales", "5", 60, 720), (3, "equal", "V1", 1, 2)]
    planning.put_history(units={"A1": [1] * 12, "A2": [99] * 12})
    assert planning.call("Explain", **asked) == before
    stored = planning.deployment.cluster.query(
        "SELECT sum(exact_millionths) FROM target_planning.target JOIN target_planning.plan_node n USING (plan_id, unit_id, person_id)"
        " WHERE plan_id = %s AND n.kind = 3 AND month = 5 AND product_code = 'V1'", plan)
    assert abs(int(stored[0][0]) - 10**6 * planning.call("Explain", **asked | {"code": "HQ"}).units) <= 5


def test_headquarters_and_a_cell_of_nothing_are_explained_too(planning):
    plan = locked(planning, total=24, drivers=EQUAL)
    why = planning.call("Explain", plan_id=plan, code="HQ", month=5)
    assert (why.units, why.driver, why.parent_units) == (2, "equal", 24)
    nothing = [w for w in (planning.call("Explain", plan_id=plan, code=code, month=m) for code in ("A1", "A2") for m in range(1, 13)) if w.units == 0]
    assert nothing and all(0 <= w.exact_millionths < 10**6 and w.rounding_millionths == -w.exact_millionths for w in nothing)


def test_what_is_fixed_by_hand_stays_in_an_amended_year_or_is_released(planning):
    put = planning.operator.call
    plan = draft(planning, total=720, **DEEP)
    planning.call("Split", plan_id=plan.plan_id)
    fixed = planning.call("Adjust", plan_id=plan.plan_id, from_code="P1", to_code="P2", month=8, units=3, reason="新客户")
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    change = {"year": 2014, "reason": "市场转好", "approver": "总经理", "effective_on": "2014-03-01"}
    planning.call("Amend", **change)
    _, same = months(planning)
    assert (same["P1"][7], same["P2"][7]) == (fixed.from_units, fixed.to_units)
    assert planning.call("Explain", year=2014, code="P2", month=8).is_fixed_by_hand
    planning.call("Amend", **change, total_units=1440)
    _, more = months(planning)
    assert more["P2"][7] > more["P1"][7] > 0  # all siblings are fixed: they keep their proportions
    assert_sums_hold(planning)
    put("TargetPlanning/Amend", change | {"release_fixed": True})
    _, free = months(planning)
    assert abs(free["P2"][7] - free["P1"][7]) <= 1


# --- drivers of a stored plan --------------------------------------------------------------------------------------------------


def test_a_region_goes_by_the_three_factors_and_months_by_their_season(planning):
    planning.put_history(year=2011, units={"A1": [10] * 6 + [30] * 6, "A3": [10] * 12})
    planning.put_history(year=2012, units={"A1": [10] * 6 + [30] * 6, "A3": [10] * 12})
    # Last three months: R1 60, R2 30; last month: R1 10, R2 20; the year: R1 240, R2 120.
    planning.put_history(year=2013, units={"A1": [20] * 9 + [30, 20, 10], "A3": [10] * 9 + [5, 5, 20]})
    plan = draft(planning, total=1000, drivers=[
        {"axis": "ORGANISATION", "level": 2, "driver": "three_factor", "factor_weights_ppm": [500000, 200000, 300000]},
        {"axis": "TIME", "driver": "season"}])
    targets = {t.unit_code: t for t in planning.call("Split", plan_id=plan.plan_id).targets}
    share = 0.5 * 60 / 90 + 0.2 * 10 / 30 + 0.3 * 240 / 360
    assert targets["R1"].year_units == round(1000 * share)
    assert sum(targets["HQ"].month_units) == 1000
    assert sum(targets["HQ"].month_units[6:]) > sum(targets["HQ"].month_units[:6])
    why = planning.call("Explain", plan_id=plan.plan_id, code="R1", month=8)
    assert why.driver == "three_factor"
    assert (why.axes[0].driver, 11_900_000 < why.axes[0].weights < 12_100_000) == ("season", True)
    assert planning.refusal("DraftPlan", year=2014, total_units=1, drivers=[
        {"axis": "ORGANISATION", "driver": "three_factor", "factor_weights_ppm": [500000, 200000, 200000]}]) == "INVALID_ARGUMENT"


def test_a_month_is_issued_from_the_28th_of_the_month_before(planning):
    over_next = (date.today().replace(day=1) + timedelta(days=70)).replace(day=1)
    planning.call("Lock", year=over_next.year, total_units=100)
    assert planning.refusal("IssueMonth", year=over_next.year, month=over_next.month) == "FAILED_PRECONDITION"
    planning.call("Lock", year=2014, total_units=100)
    planning.call("IssueMonth", year=2014, month=1)
