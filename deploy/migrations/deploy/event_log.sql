-- Deploy remuda:event_log
-- What happened, told by the service that made it happen, in the transaction of the change itself. Services reach it only
-- through the functions below, which run with the owner's rights and check who calls: a service is its login role.
BEGIN;

CREATE SCHEMA event_log;
GRANT USAGE ON SCHEMA event_log TO remuda_service;

-- Attributes follow CloudEvents 1.0. Fixed-width columns stand first: no padding.
CREATE TABLE event_log.event (
    tx          xid8        NOT NULL DEFAULT pg_current_xact_id(),
    position    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    subject     bigint      NOT NULL,
    occurred_at timestamptz NOT NULL,
    partition   smallint    NOT NULL CHECK (partition BETWEEN 0 AND 15),
    type        text        NOT NULL,
    source      text        NOT NULL,
    traceparent text        NOT NULL,
    payload     bytea       NOT NULL,
    PRIMARY KEY (partition, tx, position) -- the order in which consumers read
);
-- For readers by position and for naming one event.
CREATE INDEX event_position ON event_log.event (position);

-- Where each consumer stands: everything up to (tx, position) has taken effect in its own schema.
CREATE TABLE event_log.cursor (
    consumer  text        NOT NULL,
    partition smallint    NOT NULL CHECK (partition BETWEEN 0 AND 15),
    tx        xid8        NOT NULL DEFAULT '0',
    position  bigint      NOT NULL DEFAULT 0,
    attempts  integer     NOT NULL DEFAULT 0,           -- how often the event after it has failed
    retry_at  timestamptz NOT NULL DEFAULT '-infinity', -- not tried again before
    PRIMARY KEY (consumer, partition)
) WITH (fillfactor = 50); -- room for updates within the page: these few rows change all the time

CREATE TABLE event_log.dead_letter (
    dead_letter_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer         text        NOT NULL,
    partition        smallint    NOT NULL,
    tx               xid8        NOT NULL,
    position         bigint      NOT NULL,
    error            text        NOT NULL,
    failed_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    replay_requested boolean     NOT NULL DEFAULT false,
    UNIQUE (consumer, position),
    FOREIGN KEY (partition, tx, position) REFERENCES event_log.event
);
CREATE INDEX dead_letter_replay ON event_log.dead_letter (consumer) WHERE replay_requested;

CREATE FUNCTION event_log.append(types text[], subjects bigint[], occurred_at timestamptz[], sources text[],
                                 traceparents text[], payloads bytea[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user::text <> ANY (sources) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a service tells events under its own name only';
    END IF;
    INSERT INTO event_log.event (partition, type, subject, occurred_at, source, traceparent, payload)
    SELECT told.subject & 15, told.type, told.subject, told.occurred_at, told.source, told.traceparent, told.payload
    FROM unnest(types, subjects, append.occurred_at, sources, traceparents, payloads)
         AS told (type, subject, occurred_at, source, traceparent, payload);
END
$$;

CREATE FUNCTION event_log.require_own_name(consumer text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF consumer IS DISTINCT FROM session_user::text THEN
        RAISE insufficient_privilege USING MESSAGE = 'a service consumes events under its own name only';
    END IF;
END
$$;

-- The readers below walk the log's indexes whatever the statistics say: a plan made while the log was small would be kept.

-- Is there an event or a replay for this consumer? The one question that an idle consumer asks.
CREATE FUNCTION event_log.has_work(of_consumer text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    RETURN NOT EXISTS (SELECT FROM event_log.cursor c WHERE c.consumer = of_consumer)
        OR EXISTS (
            SELECT FROM event_log.cursor c
            WHERE c.consumer = of_consumer AND c.retry_at <= clock_timestamp()
              AND EXISTS (
                  SELECT FROM event_log.event e
                  WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
                    AND e.tx < pg_snapshot_xmin(pg_current_snapshot())))
        OR EXISTS (SELECT FROM event_log.dead_letter d WHERE d.consumer = of_consumer AND d.replay_requested);
END
$$;

-- For operators: how many events this consumer has not applied yet; of each partition no more than 1000 are counted.
CREATE FUNCTION event_log.behind(of_consumer text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    RETURN (SELECT count(*) FROM event_log.cursor c
            CROSS JOIN LATERAL (
                SELECT FROM event_log.event e
                WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
                  AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
                LIMIT 1000) AS not_applied
            WHERE c.consumer = of_consumer);
END
$$;

-- Locks the cursor of the partition whose next event is the oldest, among those that no other replica holds, and gives its
-- next events. An event is given when every transaction that could still tell an earlier one has ended: nothing can appear
-- behind the cursor later. VOLATILE, so that the second statement sees what was committed until the lock was taken.
CREATE FUNCTION event_log.take(of_consumer text, max_events integer) RETURNS SETOF event_log.event
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    taken event_log.cursor;
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    IF NOT EXISTS (SELECT FROM event_log.cursor c WHERE c.consumer = of_consumer) THEN
        INSERT INTO event_log.cursor (consumer, partition)
        SELECT of_consumer, p FROM generate_series(0, 15) p ON CONFLICT DO NOTHING;
    END IF;

    SELECT c.* INTO taken
    FROM event_log.cursor c
    CROSS JOIN LATERAL (
        SELECT e.tx, e.position FROM event_log.event e
        WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
          AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.tx, e.position
        LIMIT 1) AS oldest
    WHERE c.consumer = of_consumer AND c.retry_at <= clock_timestamp()
    ORDER BY oldest.tx, oldest.position
    LIMIT 1
    FOR UPDATE OF c SKIP LOCKED;

    IF FOUND THEN
        RETURN QUERY
        SELECT e.* FROM event_log.event e
        WHERE e.partition = taken.partition AND (e.tx, e.position) > (taken.tx, taken.position)
          AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.tx, e.position
        LIMIT max_events;
    END IF;
END
$$;

-- Everything up to this event has taken effect.
CREATE FUNCTION event_log.move_cursor(of_consumer text, to_position bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    UPDATE event_log.cursor c SET tx = e.tx, position = e.position, attempts = 0, retry_at = '-infinity'
    FROM event_log.event e
    WHERE e.position = to_position AND c.consumer = of_consumer AND c.partition = e.partition;
END
$$;

-- The event after the cursor has failed. It is tried again after a pause; at its last attempt it becomes a dead letter, the
-- cursor moves past it, and the answer is true.
CREATE FUNCTION event_log.put_off(of_consumer text, at_position bigint, reason text, max_attempts integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made integer;
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    UPDATE event_log.cursor c
    SET attempts = c.attempts + 1, retry_at = clock_timestamp() + (c.attempts + 1) * interval '1 second'
    FROM event_log.event e
    WHERE e.position = at_position AND c.consumer = of_consumer AND c.partition = e.partition
    RETURNING c.attempts INTO made;
    IF made < max_attempts THEN
        RETURN false;
    END IF;
    INSERT INTO event_log.dead_letter (consumer, partition, tx, position, error)
    SELECT of_consumer, e.partition, e.tx, e.position, reason FROM event_log.event e WHERE e.position = at_position;
    PERFORM event_log.move_cursor(of_consumer, at_position);
    RETURN true;
END
$$;

-- Locks one dead letter that is to be applied again, and gives its event; none when there is none.
CREATE FUNCTION event_log.take_replay(of_consumer text) RETURNS SETOF event_log.event
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    taken bigint;
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    SELECT d.position INTO taken FROM event_log.dead_letter d
    WHERE d.consumer = of_consumer AND d.replay_requested
    ORDER BY d.tx, d.position LIMIT 1
    FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        RETURN QUERY SELECT e.* FROM event_log.event e WHERE e.position = taken;
    END IF;
END
$$;

-- The end of a replay: without a reason it has taken effect and the dead letter goes, with one it stays.
CREATE FUNCTION event_log.end_replay(of_consumer text, at_position bigint, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    IF reason IS NULL THEN
        DELETE FROM event_log.dead_letter d WHERE d.consumer = of_consumer AND d.position = at_position;
    ELSE
        UPDATE event_log.dead_letter d SET error = reason, failed_at = clock_timestamp(), replay_requested = false
        WHERE d.consumer = of_consumer AND d.position = at_position;
    END IF;
END
$$;

-- For operators: a page of the log by position. Events of transactions that may still be followed by an earlier one are
-- withheld, as for consumers.
CREATE FUNCTION event_log.read(after_position bigint, max_events integer) RETURNS SETOF event_log.event
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    RETURN QUERY
    SELECT e.* FROM event_log.event e
    WHERE e.position > after_position AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY e.position LIMIT max_events;
END
$$;

CREATE FUNCTION event_log.read_newest(max_events integer) RETURNS SETOF event_log.event
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    RETURN QUERY
    SELECT newest.* FROM (
        SELECT e.* FROM event_log.event e
        WHERE e.tx < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.position DESC LIMIT max_events) AS newest
    ORDER BY newest.position;
END
$$;

-- The caller's own dead letters, oldest first.
CREATE FUNCTION event_log.dead_letters(max_letters integer)
RETURNS TABLE (letter event_log.dead_letter, event event_log.event)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d, e FROM event_log.dead_letter d JOIN event_log.event e USING (partition, tx, position)
    WHERE d.consumer = session_user
    ORDER BY d.dead_letter_id LIMIT max_letters;
$$;

-- Marks the caller's own dead letters to be applied again: those named, or all for an empty list. Gives how many.
CREATE FUNCTION event_log.request_replay(dead_letter_ids bigint[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH marked AS (
        UPDATE event_log.dead_letter d SET replay_requested = true
        WHERE d.consumer = session_user
          AND (cardinality(dead_letter_ids) = 0 OR d.dead_letter_id = ANY (dead_letter_ids))
        RETURNING 1)
    SELECT count(*) FROM marked;
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA event_log FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA event_log TO remuda_service;

COMMIT;
