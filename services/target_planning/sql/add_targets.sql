-- $1 plan_id, then one element a unit and month: $2 unit_ids, $3 months, $4 units.
INSERT INTO target (plan_id, unit_id, month, units)
SELECT $1, told.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS told;
