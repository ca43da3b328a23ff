-- Which driver serves which axis and level of the plan $1: $2 axes, $3 levels, $4 names, $5 driver_ids (0: computed), $6 parameters.
INSERT INTO plan_driver (plan_id, axis, level, driver, driver_id, parameters)
SELECT $1, axis, level, driver, nullif(driver_id, 0), parameters::bigint[]
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[]) AS chosen (axis, level, driver, driver_id, parameters);
