-- What was filed before by the same call ($1 principals, $2 keys) and under the same number of the dealer ($3 dealers,
-- $4 references, NULL: none); the former as it was answered then. LATERAL: see customer_find.sql.
SELECT asked.place - 1,
       known.lead_id, known.request_hash, CASE WHEN known.candidate_customer_id IS NULL THEN known.identity_id END,
       known.protected_until, known.customer_was_new,
       referenced.lead_id, referenced.state = 1
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[])
     WITH ORDINALITY AS asked (principal_id, idempotency_key, dealer_unit_id, dealer_reference, place)
LEFT JOIN LATERAL (
    SELECT lead_id, request_hash, coalesce(first_identity_id, identity_id, customer_id) AS identity_id, candidate_customer_id,
           coalesce(first_protected_until, protected_until) AS protected_until, customer_was_new
    FROM lead
    WHERE lead.principal_id = asked.principal_id AND lead.idempotency_key = asked.idempotency_key LIMIT 1) AS known ON true
LEFT JOIN LATERAL (
    SELECT lead_id, state FROM lead
    WHERE lead.dealer_unit_id = asked.dealer_unit_id AND lead.dealer_reference = asked.dealer_reference
    LIMIT 1) AS referenced ON true
