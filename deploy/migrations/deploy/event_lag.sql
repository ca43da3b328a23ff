-- Deploy remuda:event_lag
-- How far a consumer is behind in each partition: one that stands still shows although the others go on. event_log.behind(text) stays
-- for services of the version before.
BEGIN;
CREATE FUNCTION event_log.behind_by_partition(of_consumer text) RETURNS TABLE (partition smallint, events bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM event_log.require_own_name(of_consumer);
    RETURN QUERY
        SELECT c.partition, (
            SELECT count(*) FROM (
                SELECT FROM event_log.event e
                WHERE e.partition = c.partition AND (e.tx, e.position) > (c.tx, c.position)
                  AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND (of_consumer <> 'lead_intake' OR e.source <> 'lead_intake')
                LIMIT 1000) AS not_applied)
        FROM event_log.cursor c
        WHERE c.consumer = of_consumer;
END
$$;
REVOKE ALL ON FUNCTION event_log.behind_by_partition(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_log.behind_by_partition(text) TO remuda_service;
COMMIT;
