-- $1 principal, $2 public key, $3 last day ('' is never).
INSERT INTO principal_key (principal_id, public_key, expires_on)
VALUES ($1::bigint, $2::text, nullif($3::text, '')::date)
ON CONFLICT (public_key) DO UPDATE SET expires_on = excluded.expires_on
RETURNING key_id
