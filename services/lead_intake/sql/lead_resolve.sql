-- All that is known of filings before they are decided, one row each in any order.
-- $1 principals, $2 idempotency keys, $3 dealers, $4 dealers' references (NULL: none), $5 USCCs (NULL: none), $6 name keys,
-- $7 product codes, $8 person codes (NULL: none), $9 industry codes (NULL: none)
-- Each look-up is LATERAL with LIMIT 1, which keeps it an index look-up: joined plainly, a table that was small when the plan was
-- made is read whole for each batch, and the plan stays when the table has grown (measured: 500 leads a second).
-- What a person decided about a description is looked up only where its evidence contradicts itself.
SELECT asked.place - 1,
       known.lead_id, known.request_hash, CASE WHEN known.candidate_customer_id IS NULL THEN known.customer_id END, known.protected_until, known.customer_was_new,
       referenced.lead_id,
       by_uscc.customer_id, by_name.customer_id, by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id, decided.customer_id,
       product.product_line, person.person_id, asked.industry_code IS NULL OR industry.code IS NOT NULL,
       holder.lead_id, holder.dealer_unit_id, holder.protected_until,
       referenced.state = 1,
       coalesce(by_uscc.won_at, by_name.won_at, alias.won_at) IS NOT NULL,
       coalesce(by_uscc.contract_until, by_name.contract_until, alias.contract_until)
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
     WITH ORDINALITY AS asked (principal_id, idempotency_key, dealer_unit_id, dealer_reference, uscc, name_key, product_code,
                               person_code, industry_code, place)
LEFT JOIN LATERAL (
    SELECT lead_id, request_hash, customer_id, candidate_customer_id, protected_until, customer_was_new FROM lead
    WHERE lead.principal_id = asked.principal_id AND lead.idempotency_key = asked.idempotency_key LIMIT 1) AS known ON true
LEFT JOIN LATERAL (
    SELECT lead_id, state FROM lead
    WHERE lead.dealer_unit_id = asked.dealer_unit_id AND lead.dealer_reference = asked.dealer_reference
    LIMIT 1) AS referenced ON true
LEFT JOIN LATERAL (
    SELECT customer_id, won_at, contract_until FROM customer WHERE uscc = asked.uscc LIMIT 1) AS by_uscc ON true
LEFT JOIN LATERAL (
    SELECT customer_id, uscc, won_at, contract_until FROM customer WHERE name_key = asked.name_key LIMIT 1) AS by_name ON true
LEFT JOIN LATERAL (
    SELECT customer_id, won_at, contract_until FROM customer_alias JOIN customer USING (customer_id)
    WHERE coalesce(by_uscc.customer_id, by_name.customer_id) IS NULL AND alias_key = asked.name_key LIMIT 1) AS alias ON true
LEFT JOIN LATERAL (
    SELECT customer_id FROM review_decision
    WHERE (by_uscc.customer_id <> by_name.customer_id OR by_uscc.customer_id IS NULL AND by_name.uscc <> asked.uscc)
      AND review_decision.name_key = asked.name_key AND review_decision.uscc = asked.uscc
    ORDER BY lead_id DESC LIMIT 1) AS decided ON true
LEFT JOIN LATERAL (
    SELECT product_line FROM directory.product_view WHERE code = asked.product_code LIMIT 1) AS product ON true
LEFT JOIN LATERAL (
    SELECT person_id FROM directory.person_view
    WHERE asked.person_code IS NOT NULL AND code = asked.person_code ORDER BY valid_from DESC LIMIT 1) AS person ON true
LEFT JOIN LATERAL (
    SELECT code FROM directory.reference_view
    WHERE asked.industry_code IS NOT NULL AND list = 'industry' AND code = asked.industry_code LIMIT 1) AS industry ON true
LEFT JOIN LATERAL (
    SELECT lead_id, dealer_unit_id, protected_until FROM lead
    WHERE customer_id = coalesce(decided.customer_id, by_uscc.customer_id, by_name.customer_id, alias.customer_id)
      AND lead.product_line = product.product_line AND state IN (2, 7)
    LIMIT 1) AS holder ON true
