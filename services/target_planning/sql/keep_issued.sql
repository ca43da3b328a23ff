-- The plan $1 takes over the months that the plan $2 has issued.
INSERT INTO issued_month (plan_id, month, principal_id, issued_at)
SELECT $1, month, principal_id, issued_at FROM issued_month WHERE plan_id = $2;
