"""What must hold after a run with faults, whatever went down when. Each claim is a function of the evidence that yields objections."""

from collections import Counter, defaultdict

from .evidence import CONSUMERS

ACCEPTED = 1
HELD = 2
CUSTOMER = "remuda.event.v1.CustomerRegistered"
LEAD = "remuda.event.v1.LeadFiled"
RATING = "remuda.event.v1.LeadRated"
DELIVERY = "remuda.event.v1.DeliveryReported"
CANCELLATION = "remuda.event.v1.DeliveryCancelled"
RETURN = "remuda.event.v1.DeliveryReturned"
# What a consumer writes down of which event: relation -> the types, and the name of the fact in the event.
CONCERNED = {
    "customer_tiering.customer": ((CUSTOMER,), "customer_id"),
    "customer_tiering.lead": ((LEAD,), "lead_id"),
    "customer_tiering.delivery": ((DELIVERY, CANCELLATION, RETURN), "delivery_id"),
    "target_planning.actual": ((DELIVERY, CANCELLATION, RETURN), "delivery_id"),
    "incentive_calculation.delivery_credit": ((DELIVERY, CANCELLATION, RETURN), "delivery_id"),
    "incentive_calculation.lead_credit": ((LEAD,), "lead_id"),
}
BUSINESS_TYPES = "", "government", "enterprise", "small_batch", "industry"  # as policies of tiering write them


def differences(what, actual, expected):
    """Objections to two collections that are not equal, repetitions counted."""
    actual, expected = Counter(actual), Counter(expected)
    for item, count in (expected - actual).items():
        yield f"{what}: lost{f' {count} times' if count > 1 else ''}: {item}"
    for item, count in (actual - expected).items():
        yield f"{what}: too much{f' {count} times' if count > 1 else ''}: {item}"


# --- calls ----------------------------------------------------------------------------------------------------------------


def every_call_has_one_answer(evidence):
    """However often a call was sent, it got one answer, and the one that it had to get."""
    for call in evidence.calls:
        answers = set(call.last_words)
        if len(answers) > 1:
            yield f"{call} got {len(answers)} different answers: {answers}"
        if call.given_up:
            yield f"{call} was not answered although everything came back"
        for code, _ in answers:
            if code != call.expected:
                yield f"{call} was to be answered {call.expected}"


def effects(evidence):
    """(kind, mark of the call) -> the rows that it left."""
    found = defaultdict(list)
    for lead in evidence.leads:
        found["FileLead", lead.idempotency_key].append(lead)
    for delivery in evidence.deliveries:
        found["ReportDelivery", delivery.price_fen].append(delivery)
        if delivery.ended_on:
            found["CancelDelivery" if delivery.cancelled_on else "ReturnDelivery", delivery.end_reason].append(delivery)
    return found


def is_effect_of(row, call):
    request = call.request
    if call.kind == "FileLead":
        asked = request.customer.name, request.quantity, request.product_code, call.principal_id
        return asked == (row.filed_name, row.quantity, row.product_code, row.principal_id)
    if call.kind == "ReportDelivery":
        same_lead = request.lead_id == row.lead_id
        return same_lead and (request.vin, request.product_code, request.delivered_on) == (row.vin, row.product_code, row.delivered_on)
    day = request.cancelled_on if call.kind == "CancelDelivery" else request.returned_on
    return (request.vin, day) == (row.vin, row.ended_on)


def effects_wanted(call):
    """How many effects a call may have: exactly one or none when it was answered, else at most one."""
    if call.response is None:
        return (0,) if call.last_words else (0, 1)
    if call.kind == "FileLead":
        return (1,) if call.response.verdict == ACCEPTED else (0,)
    return (1,)


def every_call_took_effect_once(evidence):
    """An acknowledged call exactly once; one that nobody heard of again at most once; a refused one never."""
    found = effects(evidence)
    for call in evidence.calls:
        left = found.pop((call.kind, call.mark), [])
        if len(left) not in effects_wanted(call):
            yield f"{call} took effect {len(left)} times"
        for row in left:
            named = row.lead_id if call.kind == "FileLead" else row.delivery_id
            answered = call.response and (call.response.lead_id if call.kind == "FileLead" else call.response.delivery_id)
            if not is_effect_of(row, call) or answered not in (None, named):
                yield f"{call} asked for something else than it left: {row}"
    for (kind, mark), left in found.items():
        yield f"{kind} {mark}: nobody asked for {left}"


def replies_are_kept_with_their_effects(evidence):
    """A reply is kept exactly where there is no row that could tell it again, and as it was given."""
    found = effects(evidence)
    callers = {call.principal_id for call in evidence.calls}
    kept = {(row.principal_id, row.idempotency_key): bytes(row.response) for row in evidence.kept_replies
            if row.principal_id in callers}
    for call in evidence.calls:
        reply = kept.pop((call.principal_id, call.key), None)
        given = next((body for code, body in call.answers if code == "OK"), None)
        if call.kind == "FileLead":
            wanted = call.response is not None and call.response.verdict != ACCEPTED
            wrong = (reply is not None) != wanted if not call.abandoned else False
        else:
            wrong = (reply is not None) != bool(found[call.kind, call.mark])
        if wrong or (reply is not None and given not in (None, reply)):
            yield f"{call}: the reply that is kept does not fit"
    for key in kept:
        yield f"a reply is kept for {key}, which nobody sent"


def one_holder_at_most(evidence):
    held = Counter((lead.customer_id, lead.product_line) for lead in evidence.leads if lead.state == HELD)
    for opportunity, holders in held.items():
        if holders > 1:
            yield f"customer and product line {opportunity} have {holders} holders"
    for vin, count in Counter(d.vin for d in evidence.deliveries if not d.ended_on).items():
        if count > 1:
            yield f"{vin} is delivered {count} times"


# --- events ---------------------------------------------------------------------------------------------------------------


def told_by_rows(evidence):
    """The events that the rows of lead_intake speak of."""
    for customer in evidence.customers:
        yield CUSTOMER, customer.customer_id, customer.name
    for lead in evidence.leads:
        yield (LEAD, lead.lead_id, lead.customer_id, lead.dealer_unit_id, lead.person_id, lead.product_code, lead.product_line,
               lead.quantity, lead.protected_until)
    for claim in evidence.claims:
        yield RATING, claim.conflict_id, claim.customer_id, claim.claimant_unit_id
    for d in evidence.deliveries:
        yield (DELIVERY, d.delivery_id, d.vin, d.customer_id, d.lead_id, d.dealer_unit_id, d.person_id, d.product_code,
               d.delivered_on, d.price_fen)
        if d.ended_on:
            yield (CANCELLATION if d.cancelled_on else RETURN, d.delivery_id, d.vin, d.customer_id, d.dealer_unit_id, d.person_id,
                   d.product_code, d.delivered_on, d.cancelled_on or d.returned_on, d.price_fen, d.end_reason)


def told_by_event(event):
    m = event.message
    if event.type == CUSTOMER:
        return CUSTOMER, m.customer_id, m.name
    if event.type == LEAD:
        return (LEAD, m.lead_id, m.customer_id, m.dealer_unit_id, m.person_id, m.product_code, m.product_line, m.quantity,
                m.protected_until_unix_ms)
    if event.type == RATING:
        return RATING, m.conflict_id, m.customer_id, m.dealer_unit_id
    if event.type == DELIVERY:
        return (DELIVERY, m.delivery_id, m.vin, m.customer_id, m.lead_id, m.dealer_unit_id, m.person_id, m.product_code,
                m.delivered_on, m.price_fen)
    return (event.type, m.delivery_id, m.vin, m.customer_id, m.dealer_unit_id, m.person_id, m.product_code, m.delivered_on,
            m.cancelled_on if event.type == CANCELLATION else m.returned_on, m.price_fen, m.reason)


def events_and_rows_correspond(evidence):
    """Each row is told by one event, and each event tells of one row."""
    told = [told_by_event(event) for event in evidence.events]
    yield from differences("events", told, told_by_rows(evidence))
    for event in evidence.events:
        if event.subject != event.message.customer_id or event.partition != event.subject % 16 or event.source != "lead_intake":
            yield f"event {event.position} stands under another's name: {event}"
    reported = set()
    for event in evidence.events:  # in the order in which consumers read
        if event.type == DELIVERY:
            reported.add(event.message.delivery_id)
        if event.type in (CANCELLATION, RETURN) and event.message.delivery_id not in reported:
            yield f"delivery {event.message.delivery_id} ends before it is told"


# --- consumers ------------------------------------------------------------------------------------------------------------


def learnt_from_events(evidence):
    """(relation, row) of everything that the consumers must know, from the log alone; areas and regions are the directory's."""
    cancelled_on = {e.message.delivery_id: e.message.cancelled_on for e in evidence.events if e.type == CANCELLATION}
    returned_on = {e.message.delivery_id: e.message.returned_on for e in evidence.events if e.type == RETURN}
    ended_at = {e.message.delivery_id: e.position for e in evidence.events if e.type in (CANCELLATION, RETURN)}
    for event in evidence.events:
        m = event.message
        if event.type == CUSTOMER:
            yield "customer_tiering.customer", (m.customer_id, m.name, m.region, BUSINESS_TYPES[m.business_type], m.industry_code)
        if event.type == LEAD:
            yield "customer_tiering.lead", (m.customer_id, m.lead_id, m.quantity, True, event.position, 0)
            yield "incentive_calculation.lead_credit", (m.lead_id, m.person_id or None, m.dealer_unit_id, event.day)
        if event.type == DELIVERY:
            day, cancelled, returned = m.delivered_on, cancelled_on.get(m.delivery_id), returned_on.get(m.delivery_id)
            ended = cancelled is not None, returned
            yield "customer_tiering.delivery", (m.customer_id, m.delivery_id, m.lead_id, day, m.price_fen, *ended)
            yield "target_planning.actual", (m.delivery_id, m.dealer_unit_id, m.product_code, day, *ended, m.person_id, m.business_type)
            yield "incentive_calculation.delivery_credit", (m.delivery_id, m.person_id or None, m.dealer_unit_id, day,
                                                            cancelled or returned, m.lead_id or None, event.position,
                                                            m.product_code, m.business_type, m.price_fen, m.customer_id,
                                                            ended_at.get(m.delivery_id, 0))


# What a consumer adds to what it was told: from the directory, from merges and what people declare, which this run has none of.
LEFT_OUT = {"target_planning.actual": ("area_id", "region_id"),
            "customer_tiering.customer": ("identity_id", "segment", "fleet_size", "is_seed", "contract_until")}


def plain(relation, row):
    """A row of a consumer as learnt_from_events writes it."""
    left_out = LEFT_OUT.get(relation, ())
    values = (value for name, value in row._asdict().items() if name not in left_out)
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in values)


def consumers_know_what_was_told(evidence):
    """Row by row."""
    known = [(relation, plain(relation, row)) for relation, rows in evidence.learnt.items() for row in rows]
    yield from differences("consumers", known, learnt_from_events(evidence))


def cursors_passed_each_event_once(evidence):
    """The steps of each cursor join without gap or overlap, from the beginning to the end of its partition."""
    ends = {event.partition: (event.tx, event.position) for event in evidence.events}
    at = defaultdict(lambda: (0, 0))
    for move in evidence.moves:
        place = move.consumer, move.partition
        if move.attempts:
            yield f"{move.consumer} blamed an event for a fault that was not its own: {move}"
        if (move.from_tx, move.from_position) != at[place] or (move.to_tx, move.to_position) <= at[place]:
            yield f"the cursor {place} stood at {at[place]} and moved {move}"
        at[place] = move.to_tx, move.to_position
    for consumer in CONSUMERS:
        for partition, end in ends.items():
            if at[consumer, partition] != end:
                yield f"the cursor {(consumer, partition)} ended at {at[consumer, partition]} instead of {end}"


def transactions_that_passed(evidence):
    """(consumer, position of an event) -> the transaction in which the consumer's cursor passed it."""
    by_partition = defaultdict(list)
    for event in evidence.events:
        by_partition[event.partition].append(event)
    passed, next_event = {}, Counter()
    for move in evidence.moves:
        place, events = (move.consumer, move.partition), by_partition[move.partition]
        while next_event[place] < len(events) and (event := events[next_event[place]]) and \
                (event.tx, event.position) <= (move.to_tx, move.to_position):
            passed[move.consumer, event.position] = move.tx
            next_event[place] += 1
    return passed


def facts_were_written_with_their_cursor(evidence):
    """Each event took effect in the one transaction in which the cursor passed it, and in no other."""
    passed = transactions_that_passed(evidence)
    expected = set()  # a report and its end that came in one step are written as one
    for relation, (types, name) in CONCERNED.items():
        consumer = relation.partition(".")[0]
        for event in evidence.events:
            if event.type in types:
                expected.add((relation, getattr(event.message, name), passed.get((consumer, event.position))))
    yield from differences("facts (relation, id, transaction)", map(tuple, evidence.facts), expected)


def nothing_was_given_up(evidence):
    for letter in evidence.dead_letters:
        yield f"dead letter: {letter}"


# --- sums -----------------------------------------------------------------------------------------------------------------


def open_units(evidence):
    """Vehicles still to come on held leads."""
    delivered = Counter(d.lead_id for d in evidence.deliveries if not d.ended_on)
    return sum(max(lead.quantity - delivered[lead.lead_id], 0) for lead in evidence.leads if lead.state == HELD)


def sums_agree(evidence):
    """What each service answers is what the rows of lead_intake sum up to."""
    standing = [d for d in evidence.deliveries if not d.ended_on]
    cancelled, returned = (sum(bool(day) for day in days) for days in zip(*((d.cancelled_on, d.returned_on) for d in evidence.deliveries)))
    customers, leads, units = len(evidence.customers), len(evidence.leads), len(standing)
    revenue = sum(d.price_fen for d in standing)
    expected = {
        "lead_intake": {"customers": customers, "leads": leads, "leads_held": leads, "leads_in_review": 0, "deliveries": units,
                        "deliveries_cancelled": cancelled, "deliveries_returned": returned, "revenue_fen": revenue},
        "customer_tiering": {"customers": customers, "leads": leads, "open_units": open_units(evidence),
                             "delivered_units": units, "revenue_fen": revenue},
        "target_planning": {"deliveries": units, "plans": 0, "issued_months": 0},
        "incentive_calculation": {"credited_deliveries": units, "credited_leads": leads},
    }
    for service, totals in expected.items():
        yield from differences(f"totals of {service}", evidence.totals[service].items(), totals.items())


CLAIMS = (every_call_has_one_answer, every_call_took_effect_once, replies_are_kept_with_their_effects, one_holder_at_most,
          events_and_rows_correspond, consumers_know_what_was_told, cursors_passed_each_event_once,
          facts_were_written_with_their_cursor, nothing_was_given_up, sums_agree)
