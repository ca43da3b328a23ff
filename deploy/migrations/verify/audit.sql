-- Verify remuda:audit
BEGIN;
SELECT entry_id, at, principal_id, outcome FROM event_log.audit_entry WHERE false;
SELECT event_log.append_audit(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
SELECT * FROM event_log.read_audit(0, NULL, false, 1);
ROLLBACK;
