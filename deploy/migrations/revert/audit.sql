-- Revert remuda:audit
BEGIN;
DROP FUNCTION event_log.append_audit, event_log.read_audit;
DROP TABLE event_log.audit_entry;
COMMIT;
