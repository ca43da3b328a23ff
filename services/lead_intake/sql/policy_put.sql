-- $1 document, $2 reason, $3 principal, $4 now
INSERT INTO protection_policy (document, reason, principal_id, put_at) VALUES ($1::text, $2::text, $3::bigint, $4::timestamptz)
RETURNING version
