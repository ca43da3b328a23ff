-- Phases of the plan $1, each with its milestones after it, and what headquarters sold for them until the day $2.
SELECT phase::bigint, milestone::bigint, name, goal, first_on, last_on, units,
       coalesce((SELECT sum(s.units) FROM sold s
                 WHERE s.unit_id = (SELECT unit_id FROM directory.unit_view WHERE kind = 1 LIMIT 1) AND s.product_code = '' AND s.span = 1
                   AND s.day BETWEEN first_on AND least(last_on, $2)), 0)::bigint
FROM plan_goal
WHERE plan_id = $1
ORDER BY phase, milestone;
