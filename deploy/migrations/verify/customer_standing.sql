-- Verify remuda:customer_standing
BEGIN;
SELECT customer_id, identity_id, uscc, name_key, won_before, contract_until, tier FROM lead_intake.customer_standing WHERE false;
SELECT stands_for_others FROM lead_intake.customer WHERE false;
ROLLBACK;
