-- Revert remuda:tier_protection
BEGIN;
DROP TABLE lead_intake.tier_protection;
COMMIT;
