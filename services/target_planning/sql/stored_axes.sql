-- By what the month $2 of the plan $1 was split beside the organisation.
SELECT axis::bigint, key, weight
FROM plan_axis
WHERE plan_id = $1 AND $2 BETWEEN first_month AND last_month
ORDER BY axis, position;
