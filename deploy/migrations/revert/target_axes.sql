-- Revert remuda:target_axes
BEGIN;
DROP TABLE target_planning.evaluation, target_planning.adjustment, target_planning.plan_node, target_planning.plan_driver,
    target_planning.driver_value, target_planning.driver;
ALTER TABLE target_planning.actual DROP COLUMN person_id, DROP COLUMN business_type;
CREATE TEMP TABLE summed ON COMMIT DROP AS
    SELECT plan_id, unit_id, month, sum(units)::bigint AS units FROM target_planning.target JOIN target_planning.plan p USING (plan_id)
    WHERE person_id = 0 AND p.is_locked GROUP BY plan_id, unit_id, month;
DELETE FROM target_planning.target;
ALTER TABLE target_planning.target DROP CONSTRAINT target_pkey, DROP COLUMN person_id, DROP COLUMN product_code,
    DROP COLUMN business_type, ADD PRIMARY KEY (plan_id, unit_id, month);
INSERT INTO target_planning.target (plan_id, unit_id, month, units) SELECT * FROM summed;
DELETE FROM target_planning.issued_month WHERE plan_id NOT IN (SELECT plan_id FROM target_planning.plan WHERE is_locked);
ALTER TABLE target_planning.plan DROP CONSTRAINT amended_with_reason, DROP COLUMN replaces;
DELETE FROM target_planning.plan WHERE NOT is_locked;
ALTER TABLE target_planning.plan ALTER COLUMN locked_at SET NOT NULL, DROP COLUMN state, DROP COLUMN version, DROP COLUMN method,
    DROP COLUMN deepest_kind, DROP COLUMN reason, DROP COLUMN approver, DROP COLUMN effective_on;
REVOKE UPDATE ON target_planning.plan FROM target_planning;
REVOKE DELETE ON target_planning.target FROM target_planning;
COMMIT;
