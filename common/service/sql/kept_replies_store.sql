-- Keeps replies: $1 principals, $2 idempotency keys, $3 request hashes, $4 packed responses.
-- A key that another transaction took in between is left out: the caller sees it in the number of rows.
INSERT INTO kept_reply (principal_id, idempotency_key, request_hash, response)
SELECT principal_id, idempotency_key, request_hash, response
FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[]) AS kept (principal_id, idempotency_key, request_hash, response)
ORDER BY principal_id, idempotency_key
ON CONFLICT DO NOTHING
RETURNING 1
