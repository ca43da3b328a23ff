-- Verify remuda:event_lag
BEGIN;
SELECT 1 / has_function_privilege('remuda_service', 'event_log.behind_by_partition(text)', 'EXECUTE')::integer;
ROLLBACK;
