-- $1 public key.
SELECT principal_id, revoked_at IS NOT NULL AS revoked FROM principal_key WHERE public_key = $1::text
