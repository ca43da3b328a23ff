-- Revert remuda:customer_names
BEGIN;
ALTER TABLE lead_intake.customer_alias DROP COLUMN alias_id;
ALTER TABLE lead_intake.customer DROP COLUMN contact_phone;
COMMIT;
