-- No row comes back when the year is locked already.
INSERT INTO plan (year, total_units, is_locked, principal_id, locked_at)
VALUES ($1, $2, true, $3, $4)
ON CONFLICT (year) WHERE is_locked DO NOTHING
RETURNING plan_id;
