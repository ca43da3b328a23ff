INSERT INTO run (as_of, policy_version, before_run_id, last_override_id, principal_id, run_at)
VALUES ($1, $2, nullif($3, 0), $4, $5, $6)
RETURNING run_id;
