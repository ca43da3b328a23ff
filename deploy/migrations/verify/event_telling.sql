-- Verify remuda:event_telling
BEGIN;
SELECT 1 / (has_column_privilege('remuda_service', 'event_log.event', 'payload', 'INSERT')
            AND NOT has_column_privilege('remuda_service', 'event_log.event', 'source', 'INSERT'))::integer;
ROLLBACK;
