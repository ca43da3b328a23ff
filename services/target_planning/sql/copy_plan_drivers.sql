-- The plan $1 takes over the drivers of the plan $2.
INSERT INTO plan_driver (plan_id, axis, level, driver, driver_id, parameters)
SELECT $1, axis, level, driver, driver_id, parameters FROM plan_driver WHERE plan_id = $2;
