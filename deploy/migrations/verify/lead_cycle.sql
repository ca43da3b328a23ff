-- Verify remuda:lead_cycle
BEGIN;
SELECT buying_stage, selling_stage, held_since, progress_at, extended_at, closed_at, order_number, loss_reason, lost_to, details
FROM lead_intake.lead WHERE false;
SELECT lead_id, entry_id, event, fields, before, after, reason FROM lead_intake.lead_history WHERE false;
SELECT version, document FROM lead_intake.protection_policy WHERE false;
SELECT 1 / count(*) FROM lead_intake.sweep;
ROLLBACK;
