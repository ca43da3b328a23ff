-- Revert remuda:conflict_parts
BEGIN;
ALTER TABLE lead_intake.conflict_decision DROP COLUMN credit_unit_ids, DROP COLUMN credit_ppm;
COMMIT;
