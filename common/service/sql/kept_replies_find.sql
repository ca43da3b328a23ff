-- Replies that were given before: $1 principals, $2 idempotency keys, in step; gives the place in the arrays (from 0).
SELECT asked.place - 1, kept.request_hash, kept.response
FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS asked (principal_id, idempotency_key, place)
JOIN kept_reply AS kept USING (principal_id, idempotency_key)
