-- $1 prefixes, $2 when each was used.
UPDATE api_key SET last_used_at = used.at
FROM unnest($1::text[], $2::timestamptz[]) AS used (prefix, at)
WHERE api_key.prefix = used.prefix AND (last_used_at IS NULL OR last_used_at < used.at)
