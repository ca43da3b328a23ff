-- Revert remuda:event_log
BEGIN;
DROP SCHEMA event_log CASCADE;
COMMIT;
