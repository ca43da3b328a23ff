-- $1 prefix.
UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE prefix = $1::text RETURNING prefix
