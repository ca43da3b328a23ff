-- Revert remuda:event_types
BEGIN;
DROP FUNCTION event_log.take(text, integer, text[]);
COMMIT;
