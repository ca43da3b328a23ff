-- The plan $1, or with 0 that in force of the year $2.
SELECT plan_id, year::bigint, total_units, version::bigint, state::bigint, method::bigint, deepest_kind::bigint,
       lag_ppm, lag_month_ends::bigint, rolled_after::bigint
FROM plan
WHERE plan_id = $1 OR ($1 = 0 AND year = $2 AND is_locked);
