-- Revert remuda:event_lag
BEGIN;
DROP FUNCTION event_log.behind_by_partition(text);
COMMIT;
