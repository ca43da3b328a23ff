-- Verify remuda:plan_trace
BEGIN;
SELECT exact_millionths FROM target_planning.target WHERE false;
SELECT first_month, last_month FROM target_planning.plan_node WHERE false;
SELECT plan_id, axis, position, key, weight, first_month, last_month FROM target_planning.plan_axis WHERE false;
SELECT rolled_after FROM target_planning.plan WHERE false;
ROLLBACK;
