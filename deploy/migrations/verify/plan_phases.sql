-- Verify remuda:plan_phases
BEGIN;
SELECT plan_id, phase, milestone, name, goal, first_on, last_on, units FROM target_planning.plan_goal WHERE false;
ROLLBACK;
