"""Target planning as headquarters sees it, over a small organisation."""

import pytest

from harness.client import CallError
from harness.lead_events import delivery, tell

UNITS = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("R2", "华北大区", "REGION", "HQ"),
         ("A1", "四川区域", "AREA", "R1"), ("A2", "云南区域", "AREA", "R1"), ("A3", "河北区域", "AREA", "R2"),
         ("D1", "成都一店", "DEALER", "A1"), ("D2", "昆明一店", "DEALER", "A2"), ("D3", "保定一店", "DEALER", "A3")]
PLAN_TABLES = "plan, target, issued_month, plan_driver, plan_node, adjustment, evaluation, lag_told, plan_goal, plan_axis"
TABLES = f"sales_history, {PLAN_TABLES}, driver, driver_value, actual, sold, kept_reply"
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
        lines = self.call("Board", unit_code=unit, day=day, **fields).lines
        return {line.unit_code: line for line in lines}, [line.unit_code for line in lines]

    def told(self, name):
        from remuda.event.v1 import target_events_pb2 as events
        message = getattr(events, name)
        rows = self.deployment.cluster.query("SELECT payload FROM event_log.event WHERE type = %s ORDER BY position",
                                             message.DESCRIPTOR.full_name)
        return [message.FromString(bytes(payload)) for payload, in rows]


def knows_units(operator):
    try:
        return operator.call("TargetPlanning/PutSalesHistory", {"months": [
            {"unit_code": "A1", "product_code": "V1", "year": 2001, "month": 1, "units": 0}]}).stored == 1
    except CallError:
        return False


def found_planning(make_deployment):
    """The directory and target planning, with two regions, three areas, three dealers, two products."""
    deployment = make_deployment(only=["directory", "target_planning"])
    operator = deployment.operator()
    operator.call("Directory/PutUnits", {"units": [
        {"code": c, "name": n, "kind": k, "parent_code": p, "valid_from": "2013-01-01"} for c, n, k, p in UNITS]})
    operator.call("Directory/PutProducts", {"products": [
        {"code": code, "name": name, "product_line": "van", "use_class": "OPERATION", "list_price_fen": 12800000}
        for code, name in (("V1", "检测车"), ("V2", "宣传车"))]})
    deployment.wait_until(lambda: knows_units(operator), what="the service's knowledge of the units")
    return deployment


def draft(planning, total=240, **fields):
    return planning.call("DraftPlan", year=2014, total_units=total, **fields).plan
