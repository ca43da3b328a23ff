-- Verify remuda:lead_protection
BEGIN;
SELECT tier, tier_run_id FROM lead_intake.customer WHERE false;
SELECT first_protected_until, first_identity_id FROM lead_intake.lead WHERE false;
ROLLBACK;
