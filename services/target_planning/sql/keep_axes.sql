-- The plan $1 takes over by what the months of the plan $2 before $3 were split.
INSERT INTO plan_axis (plan_id, axis, position, key, weight, first_month, last_month)
SELECT $1, axis, position, key, weight, first_month, least(last_month, $3 - 1)
FROM plan_axis
WHERE plan_id = $2 AND first_month < $3;
