-- Revert remuda:event_telling
BEGIN;
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
REVOKE ALL ON FUNCTION event_log.append(text[], bigint[], timestamptz[], text[], text[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_log.append(text[], bigint[], timestamptz[], text[], text[], bytea[]) TO remuda_service;
REVOKE INSERT (partition, subject, occurred_at, type, traceparent, payload) ON event_log.event FROM remuda_service;
ALTER TABLE event_log.event DROP CONSTRAINT partition_follows_subject, ALTER COLUMN source DROP DEFAULT;
COMMIT;
