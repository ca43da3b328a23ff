-- Verify remuda:event_log
BEGIN;
SELECT tx, position, subject, occurred_at, partition, type, source, traceparent, payload FROM event_log.event WHERE false;
SELECT consumer, partition, tx, position, attempts, retry_at FROM event_log.cursor WHERE false;
SELECT dead_letter_id, consumer, partition, tx, position, error, failed_at, replay_requested FROM event_log.dead_letter WHERE false;
-- Every function is for services, and for nobody else.
SELECT 1 / (count(*) FILTER (WHERE has_function_privilege('remuda_service', oid, 'EXECUTE')
                               AND NOT has_function_privilege('public', oid, 'EXECUTE')) / count(*))
FROM pg_proc WHERE pronamespace = 'event_log'::regnamespace;
ROLLBACK;
