-- $1 plan_id, $2 month, $3 principal_id, $4 now. No row comes back when the month is issued already.
INSERT INTO issued_month (plan_id, month, principal_id, issued_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (plan_id, month) DO NOTHING
RETURNING month;
