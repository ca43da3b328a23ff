-- Phases and milestones of the plan $1: $2 phases, $3 milestones (0: the phase itself), $4 names, $5 goals, $6 first and $7 last days, $8 units.
INSERT INTO plan_goal (plan_id, phase, milestone, name, goal, first_on, last_on, units)
SELECT $1, phase, milestone, name, goal, first_on, last_on, units
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::date[], $7::date[], $8::bigint[])
     AS chosen (phase, milestone, name, goal, first_on, last_on, units);
