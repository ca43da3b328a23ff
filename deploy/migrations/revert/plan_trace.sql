-- Revert remuda:plan_trace
BEGIN;
REVOKE DELETE ON target_planning.evaluation FROM target_planning;
REVOKE UPDATE ON target_planning.target FROM target_planning;
DROP TABLE target_planning.plan_axis;
ALTER TABLE target_planning.plan DROP COLUMN rolled_after;
DELETE FROM target_planning.plan_node WHERE last_month < 12;
ALTER TABLE target_planning.plan_node
    DROP CONSTRAINT plan_node_pkey,
    DROP COLUMN first_month,
    DROP COLUMN last_month,
    ADD PRIMARY KEY (plan_id, unit_id, person_id);
ALTER TABLE target_planning.target DROP COLUMN exact_millionths;
COMMIT;
