"""lead_intake's voice in the event log, for tests of services that only listen to it."""

import datetime

import psycopg2


def tell(cluster, *events):
    """Appends (message, day) in one transaction, as lead_intake does: the subject is the customer."""
    connection = cluster.connect("lead_intake")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO event_log.event (partition, type, subject, occurred_at, traceparent, payload)
                   SELECT subject & 15, type, subject, occurred_at, '', payload
                   FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[], %s::bytea[]) AS told (type, subject, occurred_at, payload)""",
                ([message.DESCRIPTOR.full_name for message, _ in events], [message.customer_id for message, _ in events],
                 [datetime.datetime.fromisoformat(f"{day}T12:00:00+08:00") for _, day in events],
                 [psycopg2.Binary(message.SerializeToString()) for message, _ in events]))
    finally:
        connection.close()


def customer(customer_id, name, day="2014-08-01"):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.CustomerRegistered(customer_id=customer_id, name=name), day


def lead(lead_id, customer_id, quantity, day="2014-08-02"):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadFiled(lead_id=lead_id, customer_id=customer_id, quantity=quantity, product_line="van"), day


def release(lead_id, customer_id, day="2014-08-03"):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.LeadReleased(lead_id=lead_id, customer_id=customer_id, reason="expired"), day


def delivery(delivery_id, customer_id, day, *, lead_id=0, dealer=0, product="V1", price_fen=10000000):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryReported(
        delivery_id=delivery_id, vin=f"LSJA24U62JG{delivery_id:06d}", customer_id=customer_id, lead_id=lead_id,
        dealer_unit_id=dealer, product_code=product, product_line="van", delivered_on=day, price_fen=price_fen), day


def cancellation(delivery_id, customer_id, day, *, dealer=0, product="V1", price_fen=10000000):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryCancelled(
        delivery_id=delivery_id, customer_id=customer_id, dealer_unit_id=dealer, product_code=product, product_line="van",
        delivered_on=day, cancelled_on=day, price_fen=price_fen), day


def taken_back(delivery_id, customer_id, day, returned_on, *, dealer=0, product="V1", price_fen=10000000):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.DeliveryReturned(
        delivery_id=delivery_id, customer_id=customer_id, dealer_unit_id=dealer, product_code=product, product_line="van",
        delivered_on=day, returned_on=returned_on, price_fen=price_fen), returned_on


def merged(customer_id, survivor_id, day="2014-08-25"):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.CustomersMerged(merge_id=customer_id, customer_id=customer_id, survivor_id=survivor_id), day


def unmerged(customer_id, survivor_id, day="2014-08-26"):
    from remuda.event.v1 import lead_events_pb2 as events
    return events.CustomersUnmerged(merge_id=customer_id, customer_id=customer_id, survivor_id=survivor_id), day
