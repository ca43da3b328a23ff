-- A draft. $1 year, $2 total, $3 method, $4 deepest kind, $5 principal, $6 the plan that it replaces, with reason $7, approver $8
-- and the day $9 on which it takes effect; a unit lags by $10 at $11 month ends; rolled after the month $12.
INSERT INTO plan (year, total_units, is_locked, state, version, method, deepest_kind, principal_id, replaces, reason, approver, effective_on,
                  lag_ppm, lag_month_ends, rolled_after)
SELECT $1, $2, false, 1, coalesce((SELECT max(version) FROM plan WHERE year = $1), 0) + 1, $3, $4, $5, $6, $7, $8, $9::date, $10, $11, $12
RETURNING plan_id, version::bigint;
