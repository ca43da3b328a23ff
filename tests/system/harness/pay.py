"""A small company whose pay is calculated, and lead_intake's voice in the event log."""

import json
import pathlib

import pytest

from harness import lead_events
from harness.client import CallError, Keys

SERVICE = "IncentiveCalculation/"
PLANS = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "sample" / "plans"
UNITS = [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("R2", "华北大区", "REGION", "HQ"),
         ("A1", "四川区域", "AREA", "R1"), ("A2", "河北区域", "AREA", "R2"),
         ("D0001", "成都一店", "DEALER", "A1"), ("D0002", "保定一店", "DEALER", "A2")]
PEOPLE = [("P0001", "张伟", "D0001", "dealer_specialist"), ("P0002", "李娜", "D0002", "dealer_specialist"),
          ("M0001", "王芳", "A1", "area_manager"), ("M0002", "刘洋", "A2", "area_manager"),
          ("K0001", "陈静", "HQ", "key_account_manager"), ("S0001", "赵敏", "HQ", "department_staff")]


class Company:
    """A small company, and lead_intake's voice in the event log."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()
        self.operator.call("Directory/PutUnits", {"units": [
            {"code": c, "name": n, "kind": k, "parent_code": p, "valid_from": "2014-01-01"} for c, n, k, p in UNITS]})
        self.operator.call("Directory/PutPeople", {"people": [
            {"code": c, "name": n, "unit_code": u, "job": j, "valid_from": "2014-01-01"} for c, n, u, j in PEOPLE]})
        self.units = dict(self.query("SELECT code, unit_id FROM directory.unit_view"))
        self.people = dict(self.query("SELECT code, person_id FROM directory.person_view"))
        deployment.wait_until(self.tree_is_known, what="the service's knowledge of the units")
        self.second = deployment.principal("second-at-headquarters", ("HEADQUARTERS_USER", "HQ"))

    def query(self, sql, *parameters):
        return self.deployment.cluster.query(sql, *parameters)

    def tree_is_known(self):
        """The service hears of units at most a second late; until then it may not tell that there is no statement."""
        try:
            return self.statement("P0001", "2014-09")
        except CallError as error:
            return error.code == "NOT_FOUND"

    def client(self, person_code, role, unit):
        """A person's own client."""
        keys = Keys.new()
        self.operator.call("Directory/GrantKey", {
            "principal_name": f"person-{person_code}", "public_key": keys.public, "person_code": person_code,
            "grants": [{"role": role, "unit_code": unit}]})
        return self.deployment.client_for(keys)

    def tell(self, *events):
        lead_events.tell(self.deployment.cluster, *events)

    def totals(self):
        totals = self.operator.call("IncentiveCalculation/GetTotals")
        return totals.credited_deliveries, totals.credited_leads

    def wait_for_totals(self, deliveries, leads):
        self.deployment.wait_until(lambda: self.totals() == (deliveries, leads), what=f"totals {deliveries}, {leads}")

    def put(self, document):
        """Puts a plan in force."""
        put = self.operator.call(SERVICE + "PutPlan", {"document": document if isinstance(document, str) else json.dumps(document)})
        self.second.call(SERVICE + "ApprovePlan", {"plan_code": put.plan_code, "version": put.version})
        return put.version

    def call(self, method, period, client=None, **more):
        return (client or self.operator).call(SERVICE + method, {"period": period, **more})

    def settle(self, period):
        """Calculated, reviewed, approved."""
        self.call("Calculate", period)
        self.call("Review", period)
        self.call("Approve", period, self.second)

    def statement(self, person_code, period, client=None):
        return self.call("GetStatement", period, client, person_code=person_code).statement

    def document(self, person_code, period, client=None):
        return json.loads(self.statement(person_code, period, client).document)

    def line(self, person_code, period, component):
        return next(line for line in self.document(person_code, period)["lines"] if line["component"] == component)

    def code_refused(self, method, period, client=None, **more):
        with pytest.raises(CallError) as error:
            self.call(method, period, client, **more)
        return error.value.code


def delivery(company, delivery_id, dealer, person, day, lead_id=0):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryReported(
        delivery_id=delivery_id, vin=f"LSJA24U62JG{delivery_id:06d}", customer_id=7 if lead_id else delivery_id % 7 + 1, product_line="van", lead_id=lead_id,
        dealer_unit_id=company.units[dealer], person_id=company.people.get(person, 0), delivered_on=day), day


def cancellation(company, delivery_id, dealer, person, day, cancelled_on):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryCancelled(
        delivery_id=delivery_id, customer_id=delivery_id % 7 + 1, dealer_unit_id=company.units[dealer],
        person_id=company.people.get(person, 0), delivered_on=day, cancelled_on=cancelled_on), cancelled_on


def lead(company, lead_id, dealer, person, day):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadFiled(lead_id=lead_id, customer_id=lead_id % 7 + 1, dealer_unit_id=company.units[dealer],
                            person_id=company.people.get(person, 0), product_line="van", quantity=1), day


def shared(company, lead_id, parts, day, **fields):
    """parts: (dealer, person, ppm)"""
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadShared(customer_id=7, lead_id=lead_id, parts=[
        events.LeadCredit(unit_id=company.units[dealer], person_id=company.people.get(person, 0), credit_ppm=ppm)
        for dealer, person, ppm in parts], **fields), day


def released(lead_id, day):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadReleased(customer_id=7, lead_id=lead_id, reason="无力跟进"), day
