-- The plan $1 takes over the phases and milestones of the plan $2.
INSERT INTO plan_goal (plan_id, phase, milestone, name, goal, first_on, last_on, units)
SELECT $1, phase, milestone, name, goal, first_on, last_on, units FROM plan_goal WHERE plan_id = $2;
