-- The drivers of the plan $1; factors are those of the three-factor rule.
SELECT axis::bigint, level::bigint, driver, coalesce(driver_id, 0), coalesce(parameters[1], 0), coalesce(parameters[2], 0), coalesce(parameters[3], 0)
FROM plan_driver WHERE plan_id = $1 ORDER BY axis, level;
