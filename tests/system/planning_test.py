"""A year's plan and the progress board, through the real service."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.client import CallError
from harness.lead_events import cancellation, delivery, taken_back, tell

UNITS = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("R2", "华北大区", "REGION", "HQ"),
         ("A1", "四川区域", "AREA", "R1"), ("A2", "云南区域", "AREA", "R1"), ("A3", "河北区域", "AREA", "R2"),
         ("D1", "成都一店", "DEALER", "A1"), ("D2", "昆明一店", "DEALER", "A2"), ("D3", "保定一店", "DEALER", "A3")]
TABLES = "sales_history, plan, target, issued_month, actual, kept_reply"
# Units of 2013 by area: all of A1 in January, A2 evenly, A3 in September alone.
HISTORY_2013 = {"A1": [500] + [0] * 11, "A2": [25] * 12, "A3": [0] * 8 + [200] + [0] * 3}


class Planning:
    """The service as headquarters sees it."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()
        self.unit_ids = dict(deployment.cluster.query("SELECT code, unit_id FROM directory.unit_view"))

    def call(self, method, **fields):
        return self.operator.call(f"TargetPlanning/{method}", fields)

    def refusal(self, method, **fields):
        with pytest.raises(CallError) as caught:
            self.call(method, **fields)
        assert caught.value.message
        return caught.value.code

    def somebody_waits(self):
        return self.deployment.cluster.query(
            "SELECT 1 FROM pg_stat_activity WHERE usename = 'target_planning' AND wait_event_type = 'Lock'")

    def put_history(self, year=2013, product="V1", units=None):
        months = [{"unit_code": unit, "product_code": product, "year": year, "month": month, "units": sold}
                  for unit, year_sold in (units or HISTORY_2013).items() for month, sold in enumerate(year_sold, 1)]
        assert self.call("PutSalesHistory", months=months).stored == len(months)

    def tell(self, *events):
        tell(self.deployment.cluster, *events)
        self.deployment.wait_until(self.has_learnt_all, what="the service's knowledge of all events")

    def has_learnt_all(self):
        return not self.deployment.cluster.query(
            "SELECT 1 FROM event_log.event e LEFT JOIN event_log.cursor c"
            " ON c.consumer = 'target_planning' AND c.partition = e.partition"
            " WHERE (e.tx, e.position) > (coalesce(c.tx, '0'), coalesce(c.position, 0)) LIMIT 1")

    def delivered(self, delivery_id, dealer, day, **fields):
        return delivery(delivery_id, delivery_id % 5 + 1, day, dealer=self.unit_ids[dealer], **fields)

    def board(self, day, unit="", **fields):
        """{unit_code: line}, and the codes in the board's order."""
        lines = self.call("GetBoard", unit_code=unit, day=day, **fields).lines
        return {line.unit_code: line for line in lines}, [line.unit_code for line in lines]

    def told(self, name):
        from remuda.event.v1 import target_events_pb2 as events
        message = getattr(events, name)
        rows = self.deployment.cluster.query("SELECT payload FROM event_log.event WHERE type = %s ORDER BY position",
                                             message.DESCRIPTOR.full_name)
        return [message.FromString(bytes(payload)) for payload, in rows]


@pytest.fixture(scope="module")
def deployment(make_deployment):
    deployment = make_deployment(only=["directory", "target_planning"])
    operator = deployment.operator()
    operator.call("Directory/PutUnits", {"units": [
        {"code": c, "name": n, "kind": k, "parent_code": p, "valid_from": "2013-01-01"} for c, n, k, p in UNITS]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": code, "name": name, "product_line": "van", "use_class": "OPERATION", "list_price_fen": 12800000}
        for code, name in (("V1", "检测车"), ("V2", "宣传车"))]})
    deployment.wait_until(lambda: knows_units(operator), what="the service's knowledge of the units")
    return deployment


def knows_units(operator):
    try:
        return operator.call("TargetPlanning/PutSalesHistory", {"months": [
            {"unit_code": "A1", "product_code": "V1", "year": 2001, "month": 1, "units": 0}]}).stored == 1
    except CallError:
        return False


@pytest.fixture
def planning(deployment):
    """With no plan, no history, no delivery."""
    deployment.cluster.query("SET search_path = target_planning; TRUNCATE " + TABLES)
    return Planning(deployment)


def test_a_plan_follows_last_years_sales_and_adds_up_on_each_axis(planning):
    planning.put_history()
    plan = planning.call("LockPlan", year=2014, total_units=2500)
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
    planning.call("LockPlan", year=2014, total_units=2500)
    with pytest.raises(CallError) as caught:
        planning.call("LockPlan", year=2014, total_units=2600)
    assert caught.value.code == "FAILED_PRECONDITION"
    assert "issue its months" in caught.value.message
    planning.call("LockPlan", year=2015, total_units=3000)
    assert planning.call("GetTotals").plans == 2


def test_a_call_that_its_own_first_copy_would_refuse_gets_the_first_copys_reply(planning):
    """The first copy's transaction is still open when the second looks for its key, and has locked the year."""
    fields = {"year": 2014, "total_units": 2500}
    planning.call("LockPlan", year=2013, total_units=1)
    first = planning.operator.call("TargetPlanning/LockPlan", fields, key="lock-2014")
    connection = planning.deployment.cluster.connect("postgres")
    connection.autocommit = False
    with connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        # What the first copy did, undone and done again in a transaction that ends late.
        cursor.execute("SET search_path = target_planning; SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM kept_reply; CREATE TEMP TABLE locked AS SELECT * FROM plan")
        cursor.execute("TRUNCATE plan, target, issued_month, kept_reply")
        connection.commit()
        cursor.execute("INSERT INTO plan OVERRIDING SYSTEM VALUE SELECT * FROM locked; INSERT INTO kept_reply SELECT * FROM kept")
        second = pool.submit(planning.deployment.operator().call, "TargetPlanning/LockPlan", fields, key="lock-2014")
        planning.deployment.wait_until(planning.somebody_waits, what="the second copy's wait for the first")
        connection.commit()
        assert second.result() == first
    connection.close()


def test_a_month_is_issued_once_and_told_for_each_unit(planning):
    planning.put_history()
    assert planning.refusal("IssueMonth", year=2014, month=9) == "FAILED_PRECONDITION"
    plan = planning.call("LockPlan", year=2014, total_units=2500)
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
    planning.call("LockPlan", year=2014, total_units=2500)
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
    planning.call("LockPlan", year=2014, total_units=2500)
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
            manager.call("TargetPlanning/GetBoard", {"unit_code": unit, "day": "2014-09-01"}, timeout=2)
            return "OK"
        except CallError as error:
            return error.code

    planning.deployment.wait_until(lambda: code("R1") == "OK", what="the service's knowledge of the manager")
    assert [code(unit) for unit in ("A1", "D2", "R2", "", "X")] == ["OK", "OK", "PERMISSION_DENIED", "PERMISSION_DENIED", "NOT_FOUND"]
    with pytest.raises(CallError) as caught:
        manager.call("TargetPlanning/LockPlan", {"year": 2016, "total_units": 1})
    assert caught.value.code == "PERMISSION_DENIED"
