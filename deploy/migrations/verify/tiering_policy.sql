-- Verify remuda:tiering_policy
BEGIN;
SELECT version, document, scope, in_force_from, put_by, put_at, approved_by, approved_at FROM customer_tiering.policy WHERE false;
SELECT override_id, customer_id, tier, reason, approver, until FROM customer_tiering.override WHERE false;
SELECT policy_version, before_run_id, last_override_id, released_at, digest FROM customer_tiering.run WHERE false;
SELECT amounts, points, line_tier, decision, region, is_seed FROM customer_tiering.tier_assignment WHERE false;
SELECT fleet_size, segment, contract_until FROM customer_tiering.customer WHERE false;
SELECT stage FROM customer_tiering.lead WHERE false;
ROLLBACK;
