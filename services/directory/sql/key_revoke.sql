-- $1 public key.
UPDATE principal_key SET revoked_at = coalesce(revoked_at, now()) WHERE public_key = $1::text RETURNING key_id
