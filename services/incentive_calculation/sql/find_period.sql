-- $1 period. Locked: one call at a time changes it.
SELECT state::bigint, calculated_by, coalesce(reviewed_by, 0), people, total_fen FROM pay_period WHERE period = $1::text FOR UPDATE
