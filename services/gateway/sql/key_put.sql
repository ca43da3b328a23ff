-- $1 prefix, $2 hash, $3 principal, $4 scopes, $5 last day ('' is never). No row: the prefix is another key's.
INSERT INTO api_key AS known (prefix, hash, principal_name, scopes, expires_on)
VALUES ($1::text, $2::bytea, $3::text, $4::text, nullif($5::text, '')::date)
ON CONFLICT (prefix) DO UPDATE
    SET principal_name = excluded.principal_name, scopes = excluded.scopes, expires_on = excluded.expires_on
    WHERE known.hash = excluded.hash
RETURNING prefix
