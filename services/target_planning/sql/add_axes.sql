-- The other axes of the plan $1 from the month $6 on: $2 axes, $3 positions, $4 keys, $5 weights.
INSERT INTO plan_axis (plan_id, axis, position, key, weight, first_month)
SELECT $1, axis, position, key, weight, $6
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[]) AS told (axis, position, key, weight);
