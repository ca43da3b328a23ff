SELECT version, document, reason, put_at FROM protection_policy WHERE version = $1::bigint
