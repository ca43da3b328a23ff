-- Revert remuda:plan_phases
BEGIN;
DROP TABLE target_planning.plan_goal;
COMMIT;
