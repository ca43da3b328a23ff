-- Verify remuda:delivery_entries
BEGIN;
SELECT delivery_id, principal_id, entered_at, entered_on, kind, reason FROM lead_intake.delivery_entry WHERE false;
SELECT ended_on FROM lead_intake.delivery WHERE false;
ROLLBACK;
