"""From what the event log tells of customers to their tiers, through the real service."""

import contextlib
import datetime
import itertools
import json
import random
import re

import pytest
from harness.client import CallError
from harness.lead_events import cancellation, customer, delivery, lead, merged, release, taken_back, tell, unmerged

MICRO = 1_000_000
BY_UNITS = {"measures": [{"measure": "delivered_units", "weight": 100}], "release": "at_once"}
TABLES = ("customer, customer_merge, lead, delivery, run, run_tier, tier_assignment, override, standing, standing_customer,"
          " kept_reply")


class Tiering:
    """The service as headquarters sees it."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.operator = deployment.operator()
        self.second = deployment.principal("second-person", ("HEADQUARTERS_USER", "HQ"))
        deployment.wait_until(lambda: may_call(self.second), what="the service's knowledge of the second person")

    def call(self, method, **fields):
        return self.operator.call(f"CustomerTiering/{method}", fields)

    def policy(self, document):
        """The version of a policy that is in force from today on."""
        version = self.call("PutPolicy", document=json.dumps(document)).version
        self.second.call("CustomerTiering/ApprovePolicy", {"version": version})
        return version

    def run(self, document=BY_UNITS, **fields):
        return self.call("Run", policy_version=self.policy(document), **fields)

    def tell(self, *events):
        """Tells, and waits until the service has learnt all that was ever told."""
        tell(self.deployment.cluster, *events)
        self.deployment.wait_until(self.has_learnt_all, what="the service's knowledge of all events")

    def has_learnt_all(self):
        return not self.deployment.cluster.query(
            "SELECT 1 FROM event_log.event e LEFT JOIN event_log.cursor c"
            " ON c.consumer = 'customer_tiering' AND c.partition = e.partition"
            " WHERE (e.tx, e.position) > (coalesce(c.tx, '0'), coalesce(c.position, 0)) LIMIT 1")

    def totals(self):
        totals = self.call("GetTotals")
        return totals.customers, totals.leads, totals.open_units, totals.delivered_units

    def units_of(self, customer_id):
        """(delivered, open) in a run made now."""
        self.call("Run", policy_version=1)  # what was in force before any policy was put
        tier = self.call("GetTier", customer_id=customer_id).tier
        return tuple(m.amount_micro // MICRO for m in tier.measures)

    def tiers(self, **fields):
        return [(t.customer_id, t.tier) for t in self.call("ListTiers", **fields).tiers]

    def assigned(self, run_id):
        """{customer_id: (tier, previous)} that was told of a run."""
        from remuda.event.v1 import tiering_events_pb2 as events
        rows = self.deployment.cluster.query("SELECT payload FROM event_log.event WHERE type = %s",
                                             events.TierAssigned.DESCRIPTOR.full_name)
        told = [events.TierAssigned.FromString(bytes(payload)) for payload, in rows]
        return {t.customer_id: (t.tier, t.previous) for t in told if t.run_id == run_id}


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "customer_tiering"])


@pytest.fixture
def tiering(deployment):
    """With nothing known yet: what earlier tests told is forgotten."""
    deployment.cluster.query("SET search_path = customer_tiering; TRUNCATE " + TABLES)
    return Tiering(deployment)


@pytest.fixture
def worked_example(tiering):
    """Five customers with 50, 30, 10, 5 and 5 delivered vehicles."""
    ids = iter(range(1, 101))
    tiering.tell(*[customer(c, f"客户{c}") for c in range(1, 6)],
                 *[delivery(next(ids), c, "2014-08-20") for c, n in enumerate((50, 30, 10, 5, 5), 1) for _ in range(n)])
    return tiering


def test_the_worked_example_gives_A_A_B_B_C(worked_example):
    run = worked_example.run(as_of="2014-09-01")
    assert (run.as_of, run.moved) == ("2014-09-01", 5)
    assert [(t.tier, t.customers, t.value_micro // MICRO) for t in run.tiers] == [(1, 2, 80), (2, 2, 15), (3, 1, 5)]
    assert worked_example.tiers() == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]
    second = worked_example.call("GetTier", customer_id=2).tier
    assert (second.customer_name, second.rank, second.share_ppm, second.cumulative_share_ppm) == ("客户2", 2, 300000, 800000)
    assert worked_example.assigned(run.run_id) == {1: (1, 0), 2: (1, 0), 3: (2, 0), 4: (2, 0), 5: (3, 0)}


def test_a_tier_says_why_in_the_callers_language(worked_example):
    worked_example.run(as_of="2014-09-01")
    english = worked_example.call("GetTier", customer_id=3).tier.reason
    assert english == ("Secondary: on 2014-09-01 its value is 10 = (10 vehicles delivered × 1) × 100 %; rank 3 of 5. The customers from"
                       " the first down to it make up 90 % of all value, past the line of 80 %, within that of 95 %"
                       " (what ends on a line is in).")
    chinese = worked_example.deployment.operator(locale="zh-CN").call("CustomerTiering/GetTier", {"customer_id": 3}).tier.reason
    assert chinese.startswith("次重点客户：截至 2014-09-01，价值 10 = (已交车 10 台 × 1) × 100%")


def test_the_next_run_tells_only_who_moved(worked_example):
    worked_example.run()
    worked_example.tell(customer(6, "新客户"), *[delivery(200 + i, 5, "2014-08-21") for i in range(6)])
    run = worked_example.run()
    # 50, 30, 11 (customer 5), 10 (3), 5 (4), 0 (6) of 106: 47, 75, 86, 95.3 %
    assert worked_example.tiers() == [(1, 1), (2, 1), (5, 2), (3, 3), (4, 3), (6, 3)]
    assert worked_example.assigned(run.run_id) == {5: (2, 3), 3: (3, 2), 4: (3, 2), 6: (3, 0)}
    assert run.moved == 4


def test_a_run_asked_for_again_with_its_key_is_the_same_run(worked_example):
    first = worked_example.operator.call("CustomerTiering/Run", {"policy_version": 1}, key="run-once")
    again = worked_example.operator.call("CustomerTiering/Run", {"policy_version": 1}, key="run-once")
    assert first == again
    assert worked_example.deployment.cluster.query("SELECT count(*) FROM customer_tiering.run") == [(1,)]


def test_a_run_beside_another_waits_outside(worked_example):
    with contextlib.closing(worked_example.deployment.cluster.connect("customer_tiering")) as beside, beside.cursor() as cursor:
        cursor.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('customer_tiering.run', 0))")
        with pytest.raises(CallError) as caught:
            worked_example.operator.call("CustomerTiering/Run", timeout=3)
        assert caught.value.code in ("UNAVAILABLE", "DEADLINE_EXCEEDED")  # told to ask again, until its time was over
    assert worked_example.run().moved == 5


def test_customers_are_listed_by_pages_and_by_tier(worked_example):
    run = worked_example.run()
    page = worked_example.call("ListTiers", limit=2)
    worked_example.run()  # does not disturb who is turning pages
    listed = [t.customer_id for t in page.tiers]
    while page.next_cursor:
        page = worked_example.call("ListTiers", limit=2, cursor=page.next_cursor)
        assert page.run_id == run.run_id
        listed += [t.customer_id for t in page.tiers]
    assert listed == [1, 2, 3, 4, 5]
    assert worked_example.tiers(tier="SECONDARY") == [(3, 2), (4, 2)]
    assert worked_example.tiers(tier="POTENTIAL", run_id=run.run_id) == [(5, 3)]


def test_deliveries_after_the_day_do_not_count(worked_example):
    run = worked_example.run(as_of="2014-08-19")
    assert [t.customers for t in run.tiers] == [0, 0, 5]


def test_a_vehicle_that_came_back_counts_until_that_day_whatever_was_told_first(tiering):
    tiering.tell(customer(1, "某出租汽车公司"), lead(1, 1, 2), delivery(1, 1, "2014-08-20", lead_id=1),
                 taken_back(1, 1, "2014-08-20", "2014-08-25"), taken_back(2, 1, "2014-08-21", "2014-08-22"))
    tiering.tell(delivery(2, 1, "2014-08-21"))
    seen = []
    for day in ("2014-08-19", "2014-08-20", "2014-08-21", "2014-08-22", "2014-08-24", "2014-08-25"):
        tiering.call("Run", as_of=day, policy_version=1)
        tier = tiering.call("GetTier", customer_id=1).tier
        seen.append(tuple(m.amount_micro // MICRO for m in tier.measures))
    assert seen == [(0, 2), (1, 1), (2, 1), (1, 1), (1, 1), (0, 2)]
    assert tiering.totals() == (1, 1, 2, 0)


def test_a_vehicle_of_a_held_lead_counts_once(tiering):
    tiering.tell(customer(1, "某出租汽车公司"), lead(1, 1, 12), delivery(1, 1, "2014-08-20", lead_id=1),
                 delivery(2, 1, "2014-08-21", lead_id=1), delivery(3, 1, "2014-08-21"))
    assert tiering.units_of(1) == (3, 10)
    tiering.tell(cancellation(2, 1, "2014-08-21"))
    assert tiering.units_of(1) == (2, 11)
    tiering.tell(release(1, 1))
    assert tiering.units_of(1) == (2, 0)
    assert tiering.totals() == (1, 1, 0, 2)


def test_a_lead_that_is_filed_again_is_open_again(tiering):
    tiering.tell(customer(1, "某驾校"), lead(1, 1, 4), release(1, 1), lead(1, 1, 6), lead(2, 1, 5), release(2, 1))
    assert tiering.totals() == (1, 2, 6, 0)


def test_a_late_event_changes_nothing_that_was_told_after_it(deployment, tiering):
    tell(deployment.cluster, customer(1, "某水利局"), lead(1, 1, 4), cancellation(9, 1, "2014-08-20"), release(1, 1))
    deployment.wait_until(tiering.has_learnt_all, what="the events")
    # As replayed dead letters come: the lead's events once more, the delivery after its cancellation.
    deployment.cluster.query("UPDATE event_log.cursor SET position = position - 4"
                             " WHERE consumer = 'customer_tiering' AND partition = 1")
    tiering.tell(delivery(9, 1, "2014-08-20"))
    assert tiering.units_of(1) == (0, 0)


def test_refusals_name_the_field_and_the_remedy(tiering):
    def refusal(method, **fields):
        with pytest.raises(CallError) as caught:
            tiering.call(method, **fields)
        assert caught.value.message
        return caught.value.code

    assert refusal("GetTier", customer_id=1) == "FAILED_PRECONDITION"
    assert refusal("Run", as_of="2014-9-1") == "INVALID_ARGUMENT"
    assert refusal("Run", policy_version=10**6) == "NOT_FOUND"
    assert refusal("PutPolicy", document=json.dumps(BY_UNITS | {"cuts": {"key": 96}})) == "INVALID_ARGUMENT"
    assert refusal("Override", customer_id=1, tier="KEY", reason="r", approver="a") == "INVALID_ARGUMENT"
    tiering.call("Run", policy_version=1)
    assert refusal("GetTier", customer_id=1) == "NOT_FOUND"
    assert refusal("ListTiers", run_id=10**6) == "NOT_FOUND"
    assert refusal("ListTiers", limit=501) == "INVALID_ARGUMENT"
    assert refusal("ListTiers", cursor="../../etc") == "INVALID_ARGUMENT"


def test_only_headquarters_runs_and_a_viewer_reads(worked_example):
    worked_example.run()
    viewer = worked_example.deployment.principal("viewer-of-everything", ("VIEWER", "HQ"))
    worked_example.deployment.wait_until(lambda: may_read(viewer), what="the service's knowledge of the viewer")
    for method in ("Run", "GetTotals"):
        with pytest.raises(CallError) as caught:
            viewer.call(f"CustomerTiering/{method}")
        assert caught.value.code == "PERMISSION_DENIED"


def may_call(client):
    try:
        client.call("CustomerTiering/GetTotals", timeout=1)
        return True
    except CallError:
        return False


def may_read(client):
    try:
        return client.call("CustomerTiering/GetTier", {"customer_id": 1}, timeout=1).tier.rank == 1
    except CallError:
        return False


# --- policies ------------------------------------------------------------------------------------------------------------

def refused(call, *arguments, **fields):
    with pytest.raises(CallError) as caught:
        call(*arguments, **fields)
    return caught.value


def test_a_policy_is_in_force_when_a_second_person_has_approved_it(tiering):
    version = tiering.call("PutPolicy", document=json.dumps(BY_UNITS)).version
    assert refused(tiering.call, "Run", policy_version=version).code == "FAILED_PRECONDITION"
    assert refused(tiering.call, "ApprovePolicy", version=version).code == "PERMISSION_DENIED"
    tiering.second.call("CustomerTiering/ApprovePolicy", {"version": version})
    assert tiering.call("Run").policy_version == version
    assert refused(tiering.second.call, "CustomerTiering/ApprovePolicy", {"version": version}).code == "FAILED_PRECONDITION"


def test_a_policy_of_a_later_day_does_not_count_before_it(tiering):
    tomorrow = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    today = tiering.policy(BY_UNITS)
    later = tiering.policy(BY_UNITS | {"in_force_from": tomorrow})
    assert tiering.call("Run").policy_version == today
    assert tiering.call("Run", as_of=tomorrow).policy_version == later


def test_a_refused_policy_names_the_path(tiering):
    document = {"measures": [{"measure": "delivered_units", "weight": 60}, {"measure": "profit", "weight": 40}]}
    error = refused(tiering.call, "PutPolicy", document=json.dumps(document))
    assert "document.measures[1].measure" in str([v.field for v in error.violations] or error)


# --- release ------------------------------------------------------------------------------------------------------------

BY_PERSON = BY_UNITS | {"release": "by_person"}


def test_a_run_is_told_when_a_person_releases_it(worked_example):
    run = worked_example.run(BY_PERSON)
    assert not run.released and worked_example.assigned(run.run_id) == {}
    assert refused(worked_example.call, "GetTier", customer_id=1).code == "FAILED_PRECONDITION"
    assert worked_example.call("GetTier", customer_id=1, run_id=run.run_id).tier.tier == 1
    assert worked_example.call("Release", run_id=run.run_id).told == 5
    assert worked_example.assigned(run.run_id)[5] == (3, 0)
    assert worked_example.call("GetTier", customer_id=1).tier.run_id == run.run_id
    assert refused(worked_example.call, "Release", run_id=run.run_id).code == "FAILED_PRECONDITION"


def test_a_run_is_not_released_over_another_one(worked_example):
    older, newer = worked_example.run(BY_PERSON), worked_example.run(BY_PERSON)
    worked_example.call("Release", run_id=newer.run_id)
    assert refused(worked_example.call, "Release", run_id=older.run_id).code == "FAILED_PRECONDITION"


def test_what_a_tier_is_given_is_told_with_the_release(worked_example):
    from remuda.event.v1 import tiering_events_pb2 as events
    given = {"owner_level": "area", "visits_per_month": 2, "protection_days": 60, "approvals": ["area_manager", "headquarters"]}
    version = worked_example.policy(BY_UNITS | {"resources": {"key": given | {"protection_days": 120}, "secondary": given, "potential": given}})
    worked_example.call("Run", policy_version=version)
    rows = worked_example.deployment.cluster.query("SELECT subject, payload FROM event_log.event WHERE type = %s ORDER BY subject",
                                                   events.TierResourcesSet.DESCRIPTOR.full_name)
    told = [events.TierResourcesSet.FromString(bytes(payload)) for _, payload in rows]
    assert [(subject, t.tier, t.protection_days) for (subject, _), t in zip(rows, told)] == [(1, 1, 120), (2, 2, 60), (3, 3, 60)]
    assert told[0].policy_version == version and list(told[0].approvals) == ["area_manager", "headquarters"]


# --- what led to a tier -------------------------------------------------------------------------------------------------

def test_moves_name_the_measure_that_moved_the_customer(worked_example):
    version = worked_example.policy(BY_UNITS)
    first = worked_example.call("Run", policy_version=version)
    worked_example.tell(*[delivery(200 + i, 5, "2014-08-21") for i in range(6)])
    second = worked_example.call("Run", policy_version=version)
    moves = {m.customer_id: m for m in worked_example.call("ListMoves").moves}
    assert set(moves) == {3, 4, 5}
    assert (getattr(moves[5], "from"), moves[5].to, moves[5].moved_by) == (3, 2, "delivered_units")
    assert moves[3].moved_by == ""
    compared = worked_example.call("CompareRuns", before_run_id=first.run_id, run_id=second.run_id, limit=2)
    assert {(getattr(c, "from"), c.to): c.customers for c in compared.counts} == {(1, 1): 2, (2, 3): 2, (3, 2): 1}
    assert [m.customer_id for m in compared.moves] == [3, 4] and compared.next_cursor


def test_what_would_lift_a_customer_lifts_it(worked_example):
    version = worked_example.policy(BY_UNITS)
    worked_example.call("Run", policy_version=version)
    explained = worked_example.call("ExplainTier", customer_id=3)
    assert (explained.next_tier, explained.policy_version, explained.customers) == (1, version, 5)
    lift, = explained.lifts
    missing = lift.increase_micro // MICRO
    worked_example.tell(*[delivery(300 + i, 3, "2014-08-21") for i in range(missing - 1)])
    worked_example.call("Run", policy_version=version)
    assert worked_example.call("GetTier", customer_id=3).tier.tier == 2
    worked_example.tell(delivery(400, 3, "2014-08-21"))
    worked_example.call("Run", policy_version=version)
    assert worked_example.call("GetTier", customer_id=3).tier.tier == 1


def test_an_override_counts_until_its_day_and_says_who_approved_it(worked_example):
    today = datetime.date.today().isoformat()
    worked_example.call("Override", customer_id=5, tier="KEY", reason="年度战略合作", approver="王总监", until=today)
    worked_example.run()
    tier = worked_example.call("GetTier", customer_id=5).tier
    assert (tier.tier, tier.line_tier) == (1, 3) and "approved by 王总监: 年度战略合作" in tier.reason
    worked_example.run(as_of=(datetime.date.today() + datetime.timedelta(days=2)).isoformat())
    assert worked_example.call("GetTier", customer_id=5).tier.tier == 3


def test_fixed_rules_and_filters_go_by_what_is_declared(worked_example):
    worked_example.call("DeclareCustomer", customer_id=5, segment="armed_forces", fleet_size=100, is_seed=True)
    worked_example.run(BY_UNITS | {"fixed": [{"name": "军队", "when": {"segment": "armed_forces"}, "tier": "key"}]})
    assert worked_example.tiers(segment="armed_forces") == [(5, 1)]
    assert refused(worked_example.call, "DeclareCustomer", customer_id=99).code == "NOT_FOUND"
    worked_example.run(BY_UNITS | {"measures": [{"measure": "fleet_renewal", "replacement_rate": 15, "weight": 100}]})
    assert worked_example.call("GetTier", customer_id=5).tier.value_micro == 15 * MICRO


def test_a_run_can_be_made_again_to_the_byte_whatever_came_later(worked_example):
    document = BY_UNITS | {"hysteresis": {"runs": 2, "band": 1}}
    worked_example.run(document)
    worked_example.tell(*[delivery(200 + i, 5, "2014-08-21") for i in range(6)])
    worked_example.call("Override", customer_id=4, tier="KEY", reason="r", approver="a", until="2099-12-31")
    run = worked_example.run(document)
    worked_example.tell(cancellation(1, 1, "2014-08-20"), customer(7, "后来者"))
    worked_example.call("Override", customer_id=4, tier="POTENTIAL", reason="r", approver="a", until="2099-12-31")
    again = worked_example.call("ReproduceRun", run_id=run.run_id)
    assert (again.is_identical, again.digest) == (True, run.digest)


def test_pyramids_count_customers_and_value(worked_example):
    worked_example.call("DeclareCustomer", customer_id=5, segment="armed_forces", is_seed=True)
    worked_example.run()
    pyramid = worked_example.call("Pyramid", by="SEGMENT")
    assert [(level.tier, level.customers, level.value_ppm) for level in pyramid.all.levels] == [
        (1, 2, 800000), (2, 2, 150000), (3, 1, 50000)]
    assert pyramid.all.gini_ppm == 460000
    assert [(group.name, group.customers) for group in pyramid.groups] == [("", 4), ("armed_forces", 1)]
    assert pyramid.groups[1].levels[2].seeds == 1


# --- since the run ------------------------------------------------------------------------------------------------------

def now(tiering, customer_id):
    """(value, tier) at this moment; None: a run would not have the customer."""
    response = tiering.call("GetTier", customer_id=customer_id, now=True)
    return (response.now.tier.value_micro // MICRO, response.now.tier.tier) if response.HasField("now") else None


def test_what_was_learnt_since_the_run_counts_at_once_and_leaves_the_run_alone(worked_example):
    run = worked_example.run()
    assert [now(worked_example, c) for c in range(1, 6)] == [(50, 1), (30, 1), (10, 2), (5, 2), (5, 3)]
    worked_example.tell(customer(6, "新客户"), delivery(200, 6, "2014-08-21"), cancellation(1, 1, "2014-08-20"),
                        *[delivery(201 + i, 5, "2014-08-21") for i in range(25)], merged(3, 4))
    # 49, 30, 30, 15, 1 of 125: 39, 63, 87, 99, 100 %
    assert [now(worked_example, c) for c in (1, 2, 5, 4, 6)] == [(49, 1), (30, 1), (30, 2), (15, 3), (1, 3)]
    assert now(worked_example, 3) is None, "it counts for the one that it was merged into"
    worked_example.tell(customer(7, "又一客户"), unmerged(3, 4))
    # 49, 30, 30, 10, 5, 1 of 125: 39, 63, 87, 95.2, 99, 100 %
    assert [now(worked_example, c) for c in (3, 4, 7)] == [(10, 3), (5, 3), (0, 3)]
    assert worked_example.call("GetTier", customer_id=5).tier.tier == 3
    shown = worked_example.deployment.run_command_line("tier", "show", 5, "--locale", "en").stdout
    assert re.search(r"tier +potential.*since the run.*tier +secondary.*value +30\n", shown, re.S | re.I)
    assert refused(worked_example.call, "GetTier", customer_id=6).code == "NOT_FOUND"
    assert refused(worked_example.call, "GetTier", customer_id=99, now=True).code == "NOT_FOUND"
    assert worked_example.call("ReproduceRun", run_id=run.run_id).is_identical


POINTS = [{"measure": "delivered_units", "weight": 50, "points_per_unit": 10},
          {"measure": "delivered_revenue", "window_months": 24, "weight": 10}, {"measure": "frequency", "weight": 10},
          {"measure": "open_demand", "weight": 30}]
AMONG_ALL = [{"measure": "delivered_units", "weight": 60, "normalisation": "share"},
             {"measure": "open_demand", "weight": 40, "normalisation": "rank"}]


def random_history(generator, customers, deliveries):
    """Events that may follow one another: who is merged is merged no more and nobody merges into it."""
    leads, survivors = itertools.count(1), {}
    held = []
    day = lambda: (datetime.date.today() - datetime.timedelta(days=generator.randint(1, 900))).isoformat()  # noqa: E731
    while True:
        kind = generator.choices(["delivery", "lead", "release", "cancellation", "return", "merge", "unmerge"], [6, 4, 1, 2, 2, 2, 1])[0]
        one = generator.randint(1, customers)
        if kind == "delivery":
            deliveries.append((len(deliveries) + 1, one, day()))
            lead_id = next((lead_id for lead_id, owner in held if owner == one), 0)
            yield delivery(*deliveries[-1], lead_id=lead_id)
        elif kind == "lead":
            held.append((next(leads), one))
            yield lead(*held[-1], generator.randint(1, 20))
        elif kind == "release" and held:
            yield release(*held.pop(generator.randrange(len(held))))
        elif kind == "cancellation" and deliveries:
            yield cancellation(*generator.choice(deliveries))
        elif kind == "return" and deliveries:
            came = generator.choice(deliveries)
            yield taken_back(*came, came[2])
        elif kind == "merge":
            other = generator.randint(1, customers)
            if one != other and one not in survivors and other not in survivors:
                survivors[one] = other
                yield merged(one, other)
        elif kind == "unmerge" and one in survivors:
            yield unmerged(one, survivors.pop(one))


LINES = {"points": {"cuts": {"on_line": "up"}, "hysteresis": {"runs": 2, "band": 4}, "ties": ["frequency"]},
         "among_all": {"cuts": {"by": "customer_share", "key": 20, "secondary": 50}}}


def stands_ready(tiering):
    """Whether all customers have been valued by the policy of the released run."""
    return tiering.deployment.cluster.query("SELECT bool_and(built_to IS NULL) FROM customer_tiering.standing") == [(True,)]


def tier_now(tiering, customer_id):
    """None: a run would not have the customer, for it was merged."""
    try:
        response = tiering.call("GetTier", customer_id=customer_id, now=True)
    except CallError as refused:
        assert refused.code == "NOT_FOUND"
        return None
    return response.now.tier if response.HasField("now") else None


def without_run(tier):
    copy = type(tier)()
    copy.CopyFrom(tier)
    copy.run_id = 0
    return copy


@pytest.mark.parametrize("name, measures", [("points", POINTS), ("among_all", AMONG_ALL)], ids=["points", "among_all"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_tier_now_is_what_a_full_run_would_say(tiering, seed, name, measures):
    generator, customers = random.Random(seed), 12
    tiering.tell(*[customer(c, f"客户{c}") for c in range(1, customers + 1)])
    version = tiering.policy({"measures": measures, "release": "at_once"} | LINES[name])
    tiering.call("Run", policy_version=version)
    tiering.deployment.wait_until(lambda: stands_ready(tiering), what="the valuing of all customers")
    history = random_history(generator, customers, [])
    for _ in range(8):
        tiering.tell(*itertools.islice(history, generator.randint(1, 15)))
        tiering.call("DeclareCustomer", customer_id=generator.randint(1, customers), segment="armed_forces")
        current = {c: tier for c in range(1, customers + 1) if (tier := tier_now(tiering, c))}
        run = tiering.call("Run", policy_version=version)
        full = {t.customer_id: without_run(t) for t in tiering.call("ListTiers", run_id=run.run_id).tiers}
        assert current == full


def test_a_tier_now_does_not_wait_until_all_customers_have_been_valued(worked_example):
    """The day has changed, or the policy: the customers are valued anew in the background."""
    worked_example.run()
    worked_example.deployment.wait_until(lambda: stands_ready(worked_example), what="the valuing of all customers")
    ready = worked_example.call("GetTier", customer_id=3, now=True)
    worked_example.deployment.cluster.query("UPDATE customer_tiering.standing SET as_of = '2014-01-01', built_to = 2")
    assert worked_example.call("GetTier", customer_id=3, now=True) == ready
    worked_example.deployment.wait_until(lambda: stands_ready(worked_example), what="the valuing of all customers")
    assert worked_example.call("GetTier", customer_id=3, now=True) == ready
