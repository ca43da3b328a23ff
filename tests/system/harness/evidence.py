"""What a run leaves behind: the calls as the clients saw them, the database, and a witness that was in every transaction."""

import contextlib
import dataclasses

import psycopg2.extras
from google.protobuf import symbol_database

from .client import as_dict

CONSUMERS = ("customer_tiering", "target_planning", "incentive_calculation")
SUMMING = {"lead_intake": "LeadIntake", "customer_tiering": "CustomerTiering", "target_planning": "TargetPlanning",
           "incentive_calculation": "IncentiveCalculation"}
# What consumers have learnt: relation -> the column that names the fact.
LEARNT = {
    "customer_tiering.customer": "customer_id",
    "customer_tiering.lead": "lead_id",
    "customer_tiering.delivery": "delivery_id",
    "target_planning.actual": "delivery_id",
    "incentive_calculation.delivery_credit": "delivery_id",
    "incentive_calculation.lead_credit": "lead_id",
}

# A consumer's upserts hide that a fact came twice. So triggers note in which transaction which fact was written, even one that
# changes nothing, and in which each cursor moved or an event was blamed: what is rolled back is not noted.
WITNESS = """
CREATE SCHEMA witness;
CREATE TABLE witness.fact (relation text, id bigint, tx xid8 DEFAULT pg_current_xact_id());
CREATE TABLE witness.move (
    n bigint GENERATED ALWAYS AS IDENTITY, tx xid8 DEFAULT pg_current_xact_id(), consumer text, partition smallint,
    from_tx xid8, from_position bigint, to_tx xid8, to_position bigint, attempts integer);
CREATE FUNCTION witness.note_fact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO witness.fact (relation, id)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, (to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
    RETURN NEW;
END $$;
CREATE FUNCTION witness.note_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO witness.move (consumer, partition, from_tx, from_position, to_tx, to_position, attempts)
    VALUES (NEW.consumer, NEW.partition, OLD.tx, OLD.position, NEW.tx, NEW.position, NEW.attempts);
    RETURN NEW;
END $$;
CREATE TRIGGER witness BEFORE UPDATE ON event_log.cursor FOR EACH ROW EXECUTE FUNCTION witness.note_move();
""" + "".join(f"""
CREATE TRIGGER witness BEFORE INSERT ON {relation} FOR EACH ROW EXECUTE FUNCTION witness.note_fact('{column}');
""" for relation, column in LEARNT.items())


@dataclasses.dataclass
class Evidence:
    """Rows are named tuples; events carry their decoded message."""

    calls: list
    customers: list
    leads: list
    claims: list
    deliveries: list
    kept_replies: list
    events: list
    learnt: dict   # relation -> rows
    facts: list    # the witness: (relation, id, tx), one for each time it was written
    moves: list    # the witness: steps of cursors, in their order
    dead_letters: list
    totals: dict   # service -> its GetTotals


def install_witness(cluster):
    cluster.query(WITNESS)


def rows(cluster, sql):
    with contextlib.closing(cluster.connect()) as connection, connection.cursor(
            cursor_factory=psycopg2.extras.NamedTupleCursor) as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def behind(cluster):
    """(consumer, partition) whose cursor has not reached the end of the log."""
    return rows(cluster, """
        SELECT consumer.name, last.partition
        FROM unnest(ARRAY['customer_tiering', 'target_planning', 'incentive_calculation']) AS consumer (name)
        CROSS JOIN (SELECT DISTINCT ON (partition) partition, tx, position FROM event_log.event
                    ORDER BY partition, tx DESC, position DESC) AS last
        LEFT JOIN event_log.cursor c ON c.consumer = consumer.name AND c.partition = last.partition
        WHERE (c.tx, c.position) IS DISTINCT FROM (last.tx, last.position)""")


def gather(deployment, calls):
    """Everything the checker looks at. Calls and consumers must have come to rest."""
    cluster = deployment.cluster
    return Evidence(
        calls=calls,
        customers=rows(cluster, "SELECT customer_id, name FROM lead_intake.customer"),
        leads=rows(cluster, """
            SELECT lead_id, customer_id, dealer_unit_id, coalesce(person_id, 0) AS person_id, principal_id, idempotency_key, state, quantity, product_code,
                   product_line, filed_name, (extract(epoch FROM protected_until) * 1000)::bigint AS protected_until
            FROM lead_intake.lead"""),
        claims=rows(cluster, "SELECT conflict_id, customer_id, claimant_unit_id FROM lead_intake.conflict"),
        deliveries=rows(cluster, """
            SELECT delivery_id, customer_id, coalesce(lead_id, 0) AS lead_id, dealer_unit_id,
                   coalesce(person_id, 0) AS person_id, price_fen, delivered_on::text, ended_on::text, vin, product_code,
                   CASE kind WHEN 1 THEN entered_on::text END AS cancelled_on, CASE kind WHEN 2 THEN entered_on::text END AS returned_on,
                   reason AS end_reason
            FROM lead_intake.delivery LEFT JOIN lead_intake.delivery_entry USING (delivery_id)"""),
        kept_replies=rows(cluster, "SELECT principal_id, idempotency_key, response FROM lead_intake.kept_reply"),
        events=[decoded(event) for event in rows(cluster, """
            SELECT tx::text::bigint AS tx, position, partition, subject, source, type, payload AS message,
                   (occurred_at AT TIME ZONE 'Asia/Shanghai')::date::text AS day
            FROM event_log.event ORDER BY tx, position""")],
        learnt={relation: rows(cluster, f"SELECT * FROM {relation}") for relation in LEARNT},
        facts=rows(cluster, "SELECT relation, id, tx::text::bigint AS tx FROM witness.fact"),
        moves=rows(cluster, """
            SELECT consumer, partition, from_tx::text::bigint AS from_tx, from_position, to_tx::text::bigint AS to_tx, to_position,
                   attempts, tx::text::bigint AS tx
            FROM witness.move ORDER BY n"""),
        dead_letters=rows(cluster, "SELECT consumer, position, error FROM event_log.dead_letter"),
        totals=sums(deployment))


def sums(deployment):
    """GetTotals of each service that sums up."""
    operator = deployment.operator()
    return {service: {name: int(value) for name, value in as_dict(operator.call(f"{method}/GetTotals")).items()}
            for service, method in SUMMING.items()}


def decoded(event):
    message = symbol_database.Default().GetSymbol(event.type).FromString(bytes(event.message))
    return event._replace(message=message)
