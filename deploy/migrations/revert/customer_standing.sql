-- Revert remuda:customer_standing
BEGIN;
DROP VIEW lead_intake.customer_standing;
ALTER TABLE lead_intake.customer DROP COLUMN stands_for_others;
COMMIT;
