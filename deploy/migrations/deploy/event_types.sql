-- Deploy remuda:event_types
-- A consumer that wants few of many events is given those alone.
BEGIN;

-- As take above (event_log.sql), of the next events only those of the wanted types, and the last of them all, whatever its type: the
-- cursor moves there. lead_intake wants a tier now and then among the events of its own that it tells in thousands a second.
CREATE FUNCTION event_log.take(of_consumer text, max_events integer, of_types text[]) RETURNS SETOF event_log.event
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH page AS MATERIALIZED (
        SELECT * FROM event_log.take(of_consumer, max_events)
             WITH ORDINALITY AS taken (tx, position, subject, occurred_at, partition, type, source, traceparent, payload, place))
    SELECT page.tx, page.position, page.subject, page.occurred_at, page.partition, page.type, page.source, page.traceparent,
           page.payload
    FROM page
    WHERE page.type = ANY (of_types) OR page.place = (SELECT count(*) FROM page)
    ORDER BY page.place;
END
$$;
REVOKE ALL ON FUNCTION event_log.take(text, integer, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_log.take(text, integer, text[]) TO remuda_service;

COMMIT;
