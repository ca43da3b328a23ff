-- Verify remuda:target_axes
BEGIN;
SELECT plan_id, unit_id, person_id, month, product_code, business_type, units FROM target_planning.target WHERE false;
SELECT state, version, replaces, method, deepest_kind, reason, approver, effective_on FROM target_planning.plan WHERE false;
SELECT weight FROM target_planning.driver JOIN target_planning.driver_value USING (driver_id) WHERE false;
SELECT driver FROM target_planning.plan_driver JOIN target_planning.plan_node USING (plan_id) WHERE false;
SELECT units FROM target_planning.adjustment WHERE false;
SELECT attainment_ppm FROM target_planning.evaluation WHERE false;
SELECT person_id, business_type FROM target_planning.actual WHERE false;
ROLLBACK;
