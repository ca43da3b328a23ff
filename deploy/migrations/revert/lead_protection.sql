-- Revert remuda:lead_protection
BEGIN;
ALTER TABLE lead_intake.lead DROP COLUMN first_protected_until, DROP COLUMN first_identity_id;
ALTER TABLE lead_intake.customer DROP COLUMN tier, DROP COLUMN tier_run_id;
COMMIT;
