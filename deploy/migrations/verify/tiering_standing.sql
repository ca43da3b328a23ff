-- Verify remuda:tiering_standing
BEGIN;
SELECT standing_id, scope, policy_version, as_of, built_to FROM customer_tiering.standing WHERE false;
SELECT standing_id, customer_id, amounts FROM customer_tiering.standing_customer WHERE false;
ROLLBACK;
