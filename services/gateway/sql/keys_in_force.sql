-- What opens the door today.
SELECT prefix, hash, principal_name, scopes
FROM api_key JOIN directory.principal_view ON name = principal_name
WHERE revoked_at IS NULL AND (expires_on IS NULL OR expires_on >= directory.today())
ORDER BY prefix LIMIT $1::bigint
