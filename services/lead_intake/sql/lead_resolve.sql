-- All that is known of filings before they are decided.
-- $1 principals, $2 keys, $3 dealers, $4 references, $5 USCCs, $6 name keys, $7 products, $8 persons, $9 industries (NULL: none)
-- See customer_find.sql for its form, and migration customer_merge for the last column.
SELECT asked.place - 1,
       known.lead_id, known.request_hash, CASE WHEN known.candidate_customer_id IS NULL THEN known.identity_id END, known.protected_until, known.customer_was_new,
       referenced.lead_id,
       by_uscc.customer_id,
       CASE WHEN by_name.identity_id = by_uscc.identity_id THEN by_uscc.customer_id ELSE by_name.customer_id END,
       by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id, decided.customer_id,
       product.product_line,
       CASE WHEN asked.person_code IS NOT NULL THEN (
           SELECT person_id FROM directory.person_view WHERE code = asked.person_code ORDER BY valid_from DESC LIMIT 1) END,
       CASE WHEN asked.industry_code IS NOT NULL THEN EXISTS (
           SELECT FROM directory.reference_view WHERE list = 'industry' AND code = asked.industry_code) ELSE true END,
       holder.lead_id, holder.dealer_unit_id, holder.protected_until,
       referenced.state = 1,
       coalesce(by_uscc.won_at, by_name.won_at, alias.won_at) IS NOT NULL,
       coalesce(by_uscc.contract_until, by_name.contract_until, alias.contract_until),
       coalesce(decided.identity_id, by_uscc.identity_id, by_name.identity_id, alias.identity_id),
       (SELECT generation FROM merge_generation WHERE one) <> (SELECT merge_generation_now())
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
     WITH ORDINALITY AS asked (principal_id, idempotency_key, dealer_unit_id, dealer_reference, uscc, name_key, product_code,
                               person_code, industry_code, place)
LEFT JOIN LATERAL (
    SELECT lead_id, request_hash, coalesce(identity_id, customer_id) AS identity_id, candidate_customer_id, protected_until, customer_was_new FROM lead
    WHERE lead.principal_id = asked.principal_id AND lead.idempotency_key = asked.idempotency_key LIMIT 1) AS known ON true
LEFT JOIN LATERAL (
    SELECT lead_id, state FROM lead
    WHERE lead.dealer_unit_id = asked.dealer_unit_id AND lead.dealer_reference = asked.dealer_reference
    LIMIT 1) AS referenced ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, won_at, contract_until
    FROM customer WHERE uscc = asked.uscc LIMIT 1) AS by_uscc ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, uscc, won_at, contract_until
    FROM customer WHERE name_key = asked.name_key LIMIT 1) AS by_name ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, won_at, contract_until FROM customer_alias JOIN customer USING (customer_id)
    WHERE coalesce(by_uscc.customer_id, by_name.customer_id) IS NULL AND alias_key = asked.name_key LIMIT 1) AS alias ON true
LEFT JOIN LATERAL (
    SELECT made.customer_id, coalesce(customer.identity_id, customer.customer_id) AS identity_id
    FROM review_decision AS made JOIN customer USING (customer_id)
    WHERE (by_uscc.identity_id <> by_name.identity_id OR by_uscc.customer_id IS NULL AND by_name.uscc <> asked.uscc)
      AND (made.name_key, made.uscc) = (asked.name_key, asked.uscc)
    ORDER BY made.lead_id DESC LIMIT 1) AS decided ON true
LEFT JOIN LATERAL (
    SELECT product_line FROM directory.product_view WHERE code = asked.product_code LIMIT 1) AS product ON true
LEFT JOIN LATERAL (
    SELECT lead_id, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id)
          = coalesce(decided.identity_id, by_uscc.identity_id, by_name.identity_id, alias.identity_id)
      AND lead.product_line = product.product_line AND state IN (2, 7)
    LIMIT 1) AS holder ON true
