"""A year's plan and the progress board, through the real service."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.client import CallError
from harness.lead_events import cancellation, delivery, taken_back
from harness.planning import PLAN_TABLES, TABLES, Planning, draft, found_planning


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return found_planning(make_deployment)


@pytest.fixture
def planning(deployment):
    """With no plan, no history, no delivery."""
    deployment.cluster.query("SET search_path = target_planning; TRUNCATE " + TABLES)
    return Planning(deployment)


def test_a_plan_follows_last_years_sales_and_adds_up_on_each_axis(planning):
    planning.put_history()
    plan = planning.call("Lock", year=2014, total_units=2500)
    targets = {t.unit_code: t for t in plan.targets}
    assert [t.unit_code for t in plan.targets] == ["HQ", "R1", "R2", "A1", "A2", "A3"]
    assert {code: t.year_units for code, t in targets.items()} == {
        "HQ": 2500, "R1": 2000, "R2": 500, "A1": 1250, "A2": 750, "A3": 500}
    assert list(targets["A1"].month_units) == [1250] + [0] * 11
    assert list(targets["A2"].month_units) == [63] * 6 + [62] * 6
    for target in plan.targets:
        assert sum(target.month_units) == target.year_units
    assert [targets["R1"].month_units[m] + targets["R2"].month_units[m] for m in range(12)] == list(targets["HQ"].month_units)
    assert planning.told("PlanLocked")[-1].plan_id == plan.plan_id


def test_a_locked_year_is_refused_with_the_remedy(planning):
    planning.call("Lock", year=2014, total_units=2500)
    with pytest.raises(CallError) as caught:
        planning.call("Lock", year=2014, total_units=2600)
    assert caught.value.code == "FAILED_PRECONDITION"
    assert "issue its months" in caught.value.message
    planning.call("Lock", year=2015, total_units=3000)
    assert planning.call("GetTotals").plans == 2


def test_a_call_that_its_own_first_copy_would_refuse_gets_the_first_copys_reply(planning):
    """The first copy's transaction is still open when the second looks for its key, and has locked the year."""
    fields = {"year": 2014, "total_units": 2500}
    planning.call("Lock", year=2013, total_units=1)
    first = planning.operator.call("TargetPlanning/Lock", fields, key="lock-2014")
    connection = planning.deployment.cluster.connect("postgres")
    connection.autocommit = False
    with connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        # What the first copy did, undone and done again in a transaction that ends late.
        cursor.execute("SET search_path = target_planning; SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM kept_reply; CREATE TEMP TABLE locked AS SELECT * FROM plan")
        cursor.execute(f"TRUNCATE {PLAN_TABLES}, kept_reply")
        connection.commit()
        cursor.execute("INSERT INTO plan OVERRIDING SYSTEM VALUE SELECT * FROM locked; INSERT INTO kept_reply SELECT * FROM kept")
        second = pool.submit(planning.deployment.operator().call, "TargetPlanning/Lock", fields, key="lock-2014")
        planning.deployment.wait_until(planning.somebody_waits, what="the second copy's wait for the first")
        connection.commit()
        assert second.result() == first
    connection.close()


def test_a_month_is_issued_once_and_told_for_each_unit(planning):
    planning.put_history()
    assert planning.refusal("IssueMonth", year=2014, month=9) == "FAILED_PRECONDITION"
    plan = planning.call("Lock", year=2014, total_units=2500)
    issued = planning.operator.call("TargetPlanning/IssueMonth", {"year": 2014, "month": 9}, key="september")
    assert (issued.plan_id, issued.units) == (plan.plan_id, 562)
    told = {t.unit_id: t.units for t in planning.told("TargetIssued") if t.plan_id == plan.plan_id}
    assert {code: told[planning.unit_ids[code]] for code in ("HQ", "R1", "R2", "A1", "A2", "A3")} == {
        "HQ": 562, "R1": 62, "R2": 500, "A1": 0, "A2": 62, "A3": 500}
    assert planning.operator.call("TargetPlanning/IssueMonth", {"year": 2014, "month": 9}, key="september") == issued
    assert planning.refusal("IssueMonth", year=2014, month=9) == "FAILED_PRECONDITION"
    assert len([t for t in planning.told("TargetIssued") if t.plan_id == plan.plan_id]) == 6


def test_the_board_shows_the_ten_columns(planning):
    planning.put_history()
    planning.call("Lock", year=2014, total_units=2500)
    planning.tell(*[planning.delivered(i, "D1", "2014-08-10") for i in range(1, 21)],
                  *[planning.delivered(i, "D3", "2014-09-03") for i in range(21, 26)],
                  *[planning.delivered(i, "D3", "2014-09-15") for i in range(26, 29)],
                  planning.delivered(29, "D2", "2014-09-16"))  # after the day
    board, order = planning.board("2014-09-15")
    assert order == ["HQ", "R1", "R2"]
    headquarters = board["HQ"]
    assert (headquarters.unit_name, headquarters.product) == ("总部", "All products")
    assert (headquarters.year_target, headquarters.month_target) == (2500, 562)
    assert (headquarters.sold_before_month, headquarters.sold_this_month, headquarters.sold_today) == (20, 8, 3)
    assert headquarters.year_progress_ppm == 11200  # 28 of 2,500
    # To August 500 + 8 x 25; half of September: 12.5 of A2 is 13, 100 of A3.
    assert headquarters.same_period_last_year == 500 + 200 + 13 + 100
    assert headquarters.year_on_year_ppm == round((28 - 813) / 813 * 10**6)
    assert headquarters.has_year_on_year
    for column in ("year_target", "sold_before_month", "same_period_last_year", "month_target", "sold_today", "sold_this_month"):
        assert getattr(board["R1"], column) + getattr(board["R2"], column) == getattr(headquarters, column), column


def test_the_board_tells_pace_and_forecast_by_working_days_with_holidays(planning):
    planning.operator.call("Directory/PutCalendar", {"days": [
        {"day": "2014-09-08", "name": "中秋节", "is_working_day": False}, {"day": "2014-09-28", "name": "国庆节", "is_working_day": True}]})
    planning.put_history()
    planning.call("Lock", year=2014, total_units=2500)
    planning.tell(*[planning.delivered(i, "D3", "2014-09-03") for i in range(1, 41)])
    board = planning.call("Board", day="2014-09-12")
    assert (board.working_days_gone, board.working_days, board.forecast_method) == (9, 22, "working_day_pace")
    line = board.lines[0]
    assert (line.month_forecast, line.attainment_ppm) == (round(40 * 22 / 9), round(40 / 562 * 10**6))
    assert line.pace_ppm == round(40 * 22 / (562 * 9) * 10**6)
    for locale, ten, wide in (("en", "sold this month", ("attainment", "year forecast", "9 of 22")),
                              ("zh-CN", "月度累计销售", ("达成率", "工作日进度", "年末预测", "9 天，共 22 天"))):
        command = ("plan", "board", "--day", "2014-09-12", "--locale", locale)
        assert planning.deployment.run_command_line(*command).stdout.split("\n")[2].endswith(ten)
        shown = planning.deployment.run_command_line(*command, "--wide").stdout
        assert all(word in shown for word in (ten, "working_day_pace", *wide)), shown
        assert shown.split("\n")[3].split()[-4:] == ["7.1%", "17.4%", "98", str(line.year_forecast)]


def test_the_board_goes_down_to_the_dealer(planning):
    planning.tell(planning.delivered(1, "D1", "2014-09-01"), planning.delivered(2, "D2", "2014-09-02"))
    region, order = planning.board("2014-09-02", "R1")
    assert order == ["R1", "A1", "A2"]
    assert [region[code].sold_this_month for code in order] == [2, 1, 1]
    area, order = planning.board("2014-09-02", "A1")
    assert order == ["A1", "D1"]
    assert not area["D1"].has_year_on_year
    dealer, order = planning.board("2014-09-02", "D1")
    assert (order, dealer["D1"].sold_this_month, dealer["D1"].sold_today) == (["D1"], 1, 0)


def test_last_years_deliveries_count_to_the_same_day(planning):
    planning.tell(planning.delivered(1, "D1", "2014-09-15"), planning.delivered(2, "D1", "2014-09-16"),
                  planning.delivered(3, "D1", "2015-09-15"))
    board, _ = planning.board("2015-09-15", "A1")
    assert board["A1"].same_period_last_year == 1
    assert board["A1"].year_on_year_ppm == 0


def test_one_product_is_counted_alone_and_has_no_target(planning):
    planning.put_history()
    planning.call("Lock", year=2014, total_units=2500)
    planning.tell(planning.delivered(1, "D1", "2014-09-01"), planning.delivered(2, "D1", "2014-09-01", product="V2"))
    board, _ = planning.board("2014-09-01", product_code="V2")
    line = board["HQ"]
    assert (line.product, line.sold_today, line.year_target, line.same_period_last_year) == ("宣传车", 1, 0, 0)


def test_a_cancelled_delivery_is_taken_off_whatever_comes_first(planning):
    dealer = planning.unit_ids["D1"]
    planning.tell(planning.delivered(1, "D1", "2014-09-01"), cancellation(1, 2, "2014-09-01", dealer=dealer),
                  cancellation(2, 3, "2014-09-01", dealer=dealer), planning.delivered(3, "D1", "2014-09-01"))
    planning.tell(planning.delivered(2, "D1", "2014-09-01"))
    assert planning.call("GetTotals").deliveries == 1
    assert planning.board("2014-09-01")[0]["HQ"].sold_today == 1


def test_a_vehicle_that_came_back_is_taken_off_on_that_day_and_stays_sold_before_it(planning):
    dealer = planning.unit_ids["D1"]
    planning.tell(planning.delivered(1, "D1", "2014-08-30"), planning.delivered(2, "D1", "2014-09-01"),
                  taken_back(1, 2, "2014-08-30", "2014-09-05", dealer=dealer), taken_back(3, 4, "2014-09-02", "2014-09-02", dealer=dealer))
    planning.tell(planning.delivered(3, "D1", "2014-09-02"))
    assert planning.call("GetTotals").deliveries == 1
    sold = lambda day: [(line.sold_before_month, line.sold_this_month, line.sold_today) for line in (planning.board(day)[0]["HQ"],)][0]
    assert [sold(f"2014-09-0{day}") for day in (1, 2, 4, 5)] == [(1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 0, -1)]
    assert sold("2014-08-31") == (0, 1, 0)
    assert sold("2014-10-01") == (1, 0, 0)


def test_a_delivery_counts_where_its_dealer_stood_on_that_day(planning):
    planning.operator.call("Directory/PutUnits", {"units": [
        {"code": "D9", "name": "流动店", "kind": "DEALER", "parent_code": "A1", "valid_from": "2013-01-01"}]})
    planning.operator.call("Directory/PutUnits", {"units": [
        {"code": "D9", "name": "流动店", "kind": "DEALER", "parent_code": "A3", "valid_from": "2014-10-01"}]})
    planning.unit_ids = dict(planning.deployment.cluster.query("SELECT code, unit_id FROM directory.unit_view"))
    planning.tell(planning.delivered(1, "D9", "2014-09-30"), planning.delivered(2, "D9", "2014-10-01"),
                  planning.delivered(3, "D9", "2012-12-31"))  # before the directory knew it: its first place
    board, _ = planning.board("2014-10-01")
    assert [board[code].sold_before_month for code in ("HQ", "R1", "R2")] == [1, 1, 0]
    assert [board[code].sold_today for code in ("HQ", "R1", "R2")] == [1, 0, 1]
    assert planning.call("GetTotals").deliveries == 3


def test_a_delivery_of_an_unknown_dealer_becomes_a_dead_letter_and_harms_no_other(planning):
    planning.tell(delivery(1, 1, "2014-09-01", dealer=987654), planning.delivered(2, "D1", "2014-09-01"))
    planning.deployment.wait_until(
        lambda: planning.operator.call("Operations/ListDeadLetters", service="target_planning").dead_letters, seconds=30,
        what="the dead letter")
    assert planning.call("GetTotals").deliveries == 1


def test_history_is_replaced_and_checked_row_by_row(planning):
    planning.put_history(units={"A1": [7] * 12})
    planning.put_history(units={"A1": [3] * 12})
    assert planning.deployment.cluster.query("SELECT sum(units) FROM target_planning.sales_history") == [(36,)]
    row = {"unit_code": "A1", "product_code": "V1", "year": 2013, "month": 1, "units": 1}
    for change, field in (({"unit_code": "D1"}, "months[1].unit_code"), ({"unit_code": "X"}, "months[1].unit_code"),
                          ({"month": 13}, "months[1].month"), ({"year": 14}, "months[1].year"), ({"units": -1}, "months[1].units"),
                          ({}, "months[1]"), ({"month": 2, "product_code": "nothing"}, "months.product_code")):
        with pytest.raises(CallError) as caught:
            planning.call("PutSalesHistory", months=[row, row | change])
        assert caught.value.code == "INVALID_ARGUMENT"
        assert field in [v.field for v in caught.value.violations], field
    assert planning.refusal("PutSalesHistory") == "INVALID_ARGUMENT"


def test_everybody_sees_the_boards_at_and_below_the_own_unit(planning):
    manager = planning.deployment.principal("manager-of-R1", ("MANAGER", "R1"))

    def code(unit):
        try:
            manager.call("TargetPlanning/Board", {"unit_code": unit, "day": "2014-09-01"}, timeout=2)
            return "OK"
        except CallError as error:
            return error.code

    planning.deployment.wait_until(lambda: code("R1") == "OK", what="the service's knowledge of the manager")
    assert [code(unit) for unit in ("A1", "D2", "R2", "", "X")] == ["OK", "OK", "PERMISSION_DENIED", "PERMISSION_DENIED", "NOT_FOUND"]
    with pytest.raises(CallError) as caught:
        manager.call("TargetPlanning/Lock", {"year": 2016, "total_units": 1})
    assert caught.value.code == "PERMISSION_DENIED"


# --- the plan as a document ------------------------------------------------------------------------------------------------

def cells(planning, plan_id, code):
    """{(month, product, business type): units} of a unit."""
    return {(month, product, kind): units for month, product, kind, units in planning.deployment.cluster.query(
        "SELECT month, product_code, business_type, units FROM target_planning.target JOIN target_planning.plan_node n"
        " USING (plan_id, unit_id, person_id) WHERE plan_id = %s AND n.code = %s", plan_id, code)}


ALL_AXES = [{"axis": "ORGANISATION", "driver": "equal"}, {"axis": "TIME", "driver": "equal"},
            {"axis": "PRODUCT", "driver": "equal"}, {"axis": "BUSINESS", "driver": "equal"}]


def test_a_draft_is_split_over_all_axes_reviewed_and_locked(planning):
    plan = draft(planning, deepest_level=4, drivers=ALL_AXES, total=501)
    assert (plan.version, plan.state) == (1, 1)
    split = planning.call("Split", plan_id=plan.plan_id)
    assert split.targets[0].year_units == 501
    region, *areas = (cells(planning, plan.plan_id, code) for code in ("R1", "A1", "A2"))
    assert sum(region.values()) + sum(cells(planning, plan.plan_id, "R2").values()) == 501
    assert region == {cell: sum(area.get(cell, 0) for area in areas) for cell in region}
    assert planning.refusal("Lock", plan_id=plan.plan_id) == "FAILED_PRECONDITION"
    planning.call("Review", plan_id=plan.plan_id)
    assert planning.refusal("Split", plan_id=plan.plan_id) == "FAILED_PRECONDITION"
    planning.call("Lock", plan_id=plan.plan_id)
    assert planning.call("IssueMonth", year=2014, month=3).plan_id == plan.plan_id
    assert planning.board("2014-03-01")[0]["HQ"].year_target == 501


def test_the_board_of_a_product_has_the_targets_of_a_plan_that_is_split_by_product(planning):
    plan = draft(planning, drivers=ALL_AXES, total=480)
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Review", plan_id=plan.plan_id)
    planning.call("Lock", plan_id=plan.plan_id)
    line = planning.board("2014-05-15", product_code="V2")[0]["HQ"]
    assert (line.year_target, line.month_target) == (240, 20)


def test_a_draft_that_is_not_split_cannot_be_reviewed(planning):
    assert planning.refusal("Review", plan_id=draft(planning).plan_id) == "FAILED_PRECONDITION"
    assert planning.refusal("Split", plan_id=987654) == "NOT_FOUND"


def test_named_drivers_weigh_the_units_and_unknown_ones_are_refused(planning):
    planning.call("PutDrivers", name="market", axis="ORGANISATION", as_of="2014-01-01", values=[
        {"key": "A1", "capacity": 1000, "share_ppm": 300000}, {"key": "A2", "capacity": 1000, "share_ppm": 100000},
        {"key": "A3", "capacity": 100, "factor_ppm": 2000000, "reason": "新园区"}])
    plan = draft(planning, drivers=[{"axis": "ORGANISATION", "driver": "market"}, {"axis": "TIME", "driver": "equal"}], total=600)
    targets = {t.unit_code: t.year_units for t in planning.call("Split", plan_id=plan.plan_id).targets}
    assert targets == {"HQ": 600, "R1": 400, "R2": 200, "A1": 300, "A2": 100, "A3": 200}
    for values in ([], [{"key": "A1", "capacity": -1}], [{"key": "A1", "capacity": 0}], [{"key": "A1", "capacity": 10**18}],
                   [{"key": "A1", "capacity": 1, "factor_ppm": 5}], [{"key": "A1", "capacity": 1}] * 2):
        assert planning.refusal("PutDrivers", name="bad", axis="ORGANISATION", values=values) == "INVALID_ARGUMENT"
    assert planning.refusal("DraftPlan", year=2014, total_units=1,
                            drivers=[{"axis": "TIME", "driver": "nothing"}]) == "INVALID_ARGUMENT"


def test_what_is_moved_by_hand_stays_when_the_plan_is_split_again_and_is_explained(planning):
    plan = draft(planning, drivers=[{"axis": "ORGANISATION", "driver": "equal"}, {"axis": "TIME", "driver": "equal"}])
    planning.call("Split", plan_id=plan.plan_id)
    before = cells(planning, plan.plan_id, "A2")[(5, "", 0)]
    move = dict(plan_id=plan.plan_id, from_code="A1", to_code="A2", month=5, reason="新客户")
    moved = planning.call("Adjust", **move, units=2)
    assert moved.to_units == before + 2
    assert cells(planning, plan.plan_id, "R1")[(5, "", 0)] == moved.from_units + moved.to_units
    planning.call("Split", plan_id=plan.plan_id)
    assert cells(planning, plan.plan_id, "A2")[(5, "", 0)] == moved.to_units
    why = planning.call("Explain", plan_id=plan.plan_id, code="A2", month=5)
    assert why.is_fixed_by_hand and (why.units, why.reason) == (moved.to_units, "新客户")
    why = planning.call("Explain", plan_id=plan.plan_id, code="A2", month=6)
    assert (why.driver, why.weight, why.siblings_weight) == ("equal", 1, 2)
    assert why.units * 10**6 == why.exact_millionths + why.rounding_millionths
    assert planning.refusal("Adjust", **move, units=1000) == "FAILED_PRECONDITION"
    assert planning.refusal("Adjust", **move | {"to_code": "A3"}, units=1) == "INVALID_ARGUMENT"
    assert planning.refusal("Adjust", **move | {"reason": ""}, units=1) == "INVALID_ARGUMENT"


def test_a_move_that_what_is_fixed_below_forbids_is_refused_and_changes_nothing(planning):
    plan = draft(planning, drivers=[{"axis": "ORGANISATION", "driver": "equal"}, {"axis": "TIME", "driver": "equal"}])
    planning.call("Split", plan_id=plan.plan_id)
    planning.call("Adjust", plan_id=plan.plan_id, from_code="A1", to_code="A2", month=5, units=1, reason="新客户")
    before = {code: cells(planning, plan.plan_id, code) for code in ("R1", "R2", "A1", "A2")}
    assert planning.refusal("Adjust", plan_id=plan.plan_id, from_code="R1", to_code="R2", month=5, reason="调整",
                            units=before["R1"][(5, "", 0)]) == "FAILED_PRECONDITION"
    assert before == {code: cells(planning, plan.plan_id, code) for code in before}
    planning.call("Split", plan_id=plan.plan_id)


def test_a_locked_year_is_amended_from_a_month_that_is_not_issued(planning):
    planning.put_history()
    first = planning.call("Lock", year=2014, total_units=2500)
    planning.call("IssueMonth", year=2014, month=1)
    change = dict(year=2014, total_units=2600, reason="市场转好", approver="总经理")
    assert planning.refusal("Amend", **change, effective_on="2014-01-01") == "FAILED_PRECONDITION"
    assert planning.refusal("Amend", **change | {"reason": ""}, effective_on="2014-02-01") == "INVALID_ARGUMENT"
    amended = planning.call("Amend", **change, effective_on="2014-02-01")
    assert (amended.version, amended.targets[0].year_units) == (2, 2600)
    for old, new in zip(first.targets, amended.targets):
        assert old.month_units[0] == new.month_units[0]
    assert planning.refusal("IssueMonth", year=2014, month=1) == "FAILED_PRECONDITION"
    assert planning.call("IssueMonth", year=2014, month=2).plan_id == amended.plan_id
    assert planning.told("PlanAmended")[-1].replaces == first.plan_id


def test_what_was_missed_is_proposed_for_the_open_months_and_nothing_is_stored(planning):
    planning.put_history(units={"A1": [10] * 12, "A2": [10] * 12, "A3": [10] * 12})
    planning.call("Lock", year=2014, total_units=360)
    planning.tell(*[planning.delivered(i, "D1", "2014-01-05") for i in range(1, 5)])
    rolled = {line.unit_code: line for line in planning.call("Roll", year=2014, after_month=1, carry_ppm=1000000).lines}
    assert (rolled["A1"].missed_units, sum(rolled["A1"].proposed_units)) == (6, 126)
    assert (rolled["HQ"].missed_units, sum(rolled["HQ"].proposed_units)) == (26, 360 + 26)
    assert list(rolled["HQ"].proposed_units) == [a + b for a, b in zip(rolled["R1"].proposed_units, rolled["R2"].proposed_units)]
    rolled = planning.call("Roll", year=2014, after_month=1, carry_ppm=500000, within_quarter=True).lines[3]
    assert list(rolled.proposed_units) == [10, 12, 11] + [10] * 9
    assert planning.board("2014-02-01")[0]["HQ"].month_target == 30


def test_a_quarter_is_evaluated_once_told_and_the_year_closed_after_all_four(planning):
    planning.put_history(units={"A1": [10] * 12, "A2": [10] * 12, "A3": [10] * 12})
    planning.call("Lock", year=2014, total_units=360)
    planning.tell(*[planning.delivered(i, "D1", "2014-01-05") for i in range(1, 31)], planning.delivered(40, "D2", "2014-02-05"))
    lines = {line.unit_code: line for line in planning.call("Evaluate", year=2014, quarter=1, quality=[
        {"unit_code": "A1", "quality_ppm": 900000}]).lines}
    assert (lines["A1"].attainment_ppm, lines["A1"].rank, lines["A1"].quality_ppm) == (1000000, 1, 900000)
    assert (lines["A2"].rank, lines["A3"].rank, lines["R1"].share_ppm) == (2, 3, 666667)
    assert len(planning.told("QuarterEvaluated")) >= 6
    assert planning.refusal("Close", year=2014) == "FAILED_PRECONDITION"
    for quarter in (2, 3, 4):
        planning.call("Evaluate", year=2014, quarter=quarter)
    assert planning.refusal("Evaluate", year=2014, quarter=1) == "FAILED_PRECONDITION"
    assert planning.call("Close", year=2014).state == 4
    assert planning.refusal("IssueMonth", year=2014, month=1) == "FAILED_PRECONDITION"


def test_plans_stand_side_by_side_and_nothing_is_stored(planning):
    planning.put_history(units={"A1": [15] * 12, "A2": [9] * 12, "A3": [2] * 12})
    plan = draft(planning, total=26)
    planning.call("Split", plan_id=plan.plan_id)
    compared = {line.unit_code: (line.units, line.other_units) for line in planning.operator.call(
        "TargetPlanning/Compare", {"plan_id": plan.plan_id, "total_units": 52, "method": "SAINTE_LAGUE"}).lines}
    assert compared["HQ"] == (26, 52)
    assert compared["R1"][1] == compared["A1"][1] + compared["A2"][1]
    other = draft(planning, total=30)
    planning.call("Split", plan_id=other.plan_id)
    assert planning.call("Compare", plan_id=plan.plan_id, other_plan_id=other.plan_id).lines[0].other_units == 30
    assert planning.call("GetTotals").plans == 0


def test_a_plan_lives_through_the_command_line(planning):
    def remuda(*arguments):
        done = planning.deployment.run_command_line("plan", *arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    remuda("drivers", "--name", "market", "--axis", "organisation", "--values", "A1:3,A2:1,A3:2", "--as-of", "2014-01-01")
    plan = remuda("draft", "--year", "2014", "--total", "600", "--method", "sainte_lague",
                  "--drivers", "organisation:market,time:equal")["plan"]["planId"]
    targets = {line["unitCode"]: int(line["yearUnits"]) for line in remuda("split", plan)["targets"]}
    assert targets == {"HQ": 600, "R1": 400, "R2": 200, "A1": 300, "A2": 100, "A3": 200}
    remuda("adjust", plan, "--from", "A1", "--to", "A2", "--month", "2014-05", "--units", "2", "--reason", "新客户")
    assert "by hand" in remuda("explain", "A2", "--plan", plan, "--month", "2014-05")["text"]
    assert remuda("compare", plan, "--total", "60", "--drivers", "organisation:equal")["lines"][0]["otherUnits"] == "60"
    assert remuda("review", plan)["state"] == "REVIEWED"
    assert remuda("lock", "--plan", plan)["planId"] == plan
    assert remuda("issue", "--month", "2014-01")["units"] == "50"
    assert remuda("amend", "--year", "2014", "--total", "620", "--from", "2014-02-01", "--reason", "好", "--approver", "总经理")["version"] == 2
    assert len(remuda("roll", "--after", "2014-01", "--carry", "50%")["lines"]) == 6
    for quarter in "1234":
        assert len(remuda("evaluate", "--year", "2014", "--quarter", quarter)["lines"]) == 6
    assert remuda("close", "--year", "2014")["state"] == "CLOSED"
