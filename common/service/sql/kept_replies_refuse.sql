-- Fails when a reply was given to one of these calls before ($1 principals, $2 idempotency keys, in step): it is put in once more, which its
-- key refuses.
INSERT INTO kept_reply (principal_id, idempotency_key, request_hash, response)
SELECT kept.principal_id, kept.idempotency_key, kept.request_hash, kept.response
FROM unnest($1::bigint[], $2::text[]) AS asked (principal_id, idempotency_key)
JOIN kept_reply AS kept USING (principal_id, idempotency_key)
