-- Verify remuda:event_types
BEGIN;
SELECT 1 / (has_function_privilege('remuda_service', 'event_log.take(text, integer, text[])', 'EXECUTE')
            AND NOT has_function_privilege('public', 'event_log.take(text, integer, text[])', 'EXECUTE'))::integer;
ROLLBACK;
