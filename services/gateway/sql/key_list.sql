-- $1 principal ('' is all), $2 at most so many.
SELECT prefix, principal_name, scopes, coalesce(expires_on::text, ''), put_at, revoked_at, last_used_at
FROM api_key WHERE $1::text IN ('', principal_name) ORDER BY put_at DESC, prefix LIMIT $2::bigint
