"""Evidence with one thing wrong in it, each of which a claim of the checker must object to: title -> (claim, what it does)."""

import dataclasses

from . import checker


def first(rows, condition=lambda row: True):
    return next(row for row in rows if condition(row))


def without(rows, row):
    return [other for other in rows if other is not row]


def instead(rows, row, **changes):
    return [other._replace(**changes) if other is row else other for other in rows]


def more(evidence, name, row):
    return {name: [*getattr(evidence, name), row]}


def less(evidence, name, row):
    return {name: without(getattr(evidence, name), row)}


def answered(evidence, kind="ReportDelivery"):
    return first(evidence.calls, lambda call: call.kind == kind and call.response is not None)


def with_call(evidence, call, **changes):
    return {"calls": [*without(evidence.calls, call), dataclasses.replace(call, **changes)]}


def row_of(evidence, call):
    return first(evidence.deliveries, lambda row: row.price_fen == call.request.price_fen)


def another_answer(evidence):
    call = answered(evidence)
    return with_call(evidence, call, answers=[*call.answers, ("ALREADY_EXISTS", b"")])


def no_answer(evidence):
    return with_call(evidence, answered(evidence), given_up=True)


def lost_delivery(evidence):
    return less(evidence, "deliveries", row_of(evidence, answered(evidence)))


def doubled_delivery(evidence):
    return more(evidence, "deliveries", row_of(evidence, answered(evidence))._replace(delivery_id=10**9))


def doubled_lead_of_an_abandoned_call(evidence):
    call = first(evidence.calls, lambda call: call.kind == "FileLead" and call.abandoned)
    lead = first(evidence.leads)._replace(lead_id=10**9, idempotency_key=call.key)
    return {"leads": [*evidence.leads, lead, lead._replace(lead_id=10**9 + 1)]}


def effect_of_a_refused_call(evidence):
    call = first(evidence.calls, lambda call: call.expected == "ALREADY_EXISTS")
    return more(evidence, "deliveries", evidence.deliveries[0]._replace(delivery_id=10**9, price_fen=call.request.price_fen))


def lost_cancellation(evidence):
    cancelled = first(evidence.deliveries, lambda row: row.cancelled_on)
    return {"deliveries": instead(evidence.deliveries, cancelled, ended_on=None, cancelled_on=None, end_reason=None)}


def unasked_lead(evidence):
    return more(evidence, "leads", evidence.leads[0]._replace(lead_id=10**9, idempotency_key="nobody's"))


def other_kept_reply(evidence):
    call = answered(evidence)
    kept = first(evidence.kept_replies, lambda row: (row.principal_id, row.idempotency_key) == (call.principal_id, call.key))
    return {"kept_replies": instead(evidence.kept_replies, kept, response=b"")}


def second_holder(evidence):
    return more(evidence, "leads", evidence.leads[0]._replace(lead_id=10**9, dealer_unit_id=10**9))


def lost_learnt(evidence):
    relation = "incentive_calculation.delivery_credit"
    return {"learnt": evidence.learnt | {relation: evidence.learnt[relation][1:]}}


def cursor_that_went_back(evidence):
    return {"moves": [*evidence.moves, evidence.moves[-1]]}


def skipped_step(evidence):
    return less(evidence, "moves", evidence.moves[len(evidence.moves) // 2])


def blamed_event(evidence):
    return {"moves": instead(evidence.moves, evidence.moves[0], attempts=1)}


def fact_of_another_transaction(evidence):
    return {"facts": instead(evidence.facts, evidence.facts[0], tx=1)}


def dead_letter(evidence):
    return {"dead_letters": [("target_planning", 1, "no such dealer")]}


def one_fen_more(evidence):
    totals = evidence.totals["customer_tiering"]
    return {"totals": evidence.totals | {"customer_tiering": totals | {"revenue_fen": totals["revenue_fen"] + 1}}}


CORRUPTIONS = {
    "a call that was answered in two ways": (checker.every_call_has_one_answer, another_answer),
    "a call that was not answered": (checker.every_call_has_one_answer, no_answer),
    "an acknowledged delivery that is lost": (checker.every_call_took_effect_once, lost_delivery),
    "a delivery that is there twice": (checker.every_call_took_effect_once, doubled_delivery),
    "an abandoned call that took effect twice": (checker.every_call_took_effect_once, doubled_lead_of_an_abandoned_call),
    "a refused call that took effect": (checker.every_call_took_effect_once, effect_of_a_refused_call),
    "a cancellation that is lost": (checker.every_call_took_effect_once, lost_cancellation),
    "a lead that nobody filed": (checker.every_call_took_effect_once, unasked_lead),
    "a kept reply that is not the one given": (checker.replies_are_kept_with_their_effects, other_kept_reply),
    "an opportunity with two holders": (checker.one_holder_at_most, second_holder),
    "an event that was not told": (checker.events_and_rows_correspond, lambda e: {"events": e.events[:-1]}),
    "an event that was told twice": (checker.events_and_rows_correspond, lambda e: {"events": [*e.events, e.events[-1]]}),
    "an event that a consumer does not know": (checker.consumers_know_what_was_told, lost_learnt),
    "a cursor that went back": (checker.cursors_passed_each_event_once, cursor_that_went_back),
    "a cursor that skipped events": (checker.cursors_passed_each_event_once, skipped_step),
    "an event that was blamed for a lost connection": (checker.cursors_passed_each_event_once, blamed_event),
    "a fact that was written twice": (checker.facts_were_written_with_their_cursor, lambda e: {"facts": [*e.facts, e.facts[0]]}),
    "a fact that was not written": (checker.facts_were_written_with_their_cursor, lambda e: {"facts": e.facts[1:]}),
    "a fact that was written without its cursor": (checker.facts_were_written_with_their_cursor, fact_of_another_transaction),
    "a dead letter": (checker.nothing_was_given_up, dead_letter),
    "a sum that is off by one fen": (checker.sums_agree, one_fen_more),
}


def corrupted(evidence, corrupt):
    return dataclasses.replace(evidence, **corrupt(evidence))
