-- Verify remuda:tier_protection
BEGIN;
SELECT tier, days, told_by FROM lead_intake.tier_protection WHERE false;
ROLLBACK;
