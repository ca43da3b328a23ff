-- Deploy remuda:event_own
-- lead_intake is not given what it told itself: it tells thousands of events a second and hears few, and an index without its own
-- spares it the way through them (measured: 10 us a filed lead, a third of all that the database does for one). Other consumers pass
-- over their own: without an index each, their cursors would stand before a long run's events and look through them again and again.
BEGIN;

CREATE INDEX event_of_others ON event_log.event (partition, tx, position) WHERE source <> 'lead_intake';

-- The three functions are those of event_log.sql with one condition more. Planned at each call: only when the consumer's name is
-- known does the planner see which index serves it.

CREATE OR REPLACE FUNCTION event_log.has_work(of_consumer text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    RETURN NOT EXISTS (SELECT FROM event_log.cursor c WHERE c.consumer = of_consumer)
        OR EXISTS (
            SELECT FROM event_log.cursor c
            WHERE c.consumer = of_consumer AND c.retry_at <= clock_timestamp()
              AND EXISTS (
                  SELECT FROM event_log.event e
                  WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
                    AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND (of_consumer <> 'lead_intake' OR e.source <> 'lead_intake')))
        OR EXISTS (SELECT FROM event_log.dead_letter d WHERE d.consumer = of_consumer AND d.replay_requested);
END
$$;

CREATE OR REPLACE FUNCTION event_log.behind(of_consumer text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    RETURN (SELECT count(*) FROM event_log.cursor c
            CROSS JOIN LATERAL (
                SELECT FROM event_log.event e
                WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
                  AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND (of_consumer <> 'lead_intake' OR e.source <> 'lead_intake')
                LIMIT 1000) AS not_applied
            WHERE c.consumer = of_consumer);
END
$$;

CREATE OR REPLACE FUNCTION event_log.take(of_consumer text, max_events integer) RETURNS SETOF event_log.event
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_custom_plan AS $$
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
          AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND (of_consumer <> 'lead_intake' OR e.source <> 'lead_intake')
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
          AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND (of_consumer <> 'lead_intake' OR e.source <> 'lead_intake')
        ORDER BY e.tx, e.position
        LIMIT max_events;
    END IF;
END
$$;

COMMIT;
