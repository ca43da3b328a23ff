-- All that is known of filings before they are decided, one row each in any order.
-- $1 principals, $2 idempotency keys, $3 dealers, $4 dealers' references (NULL: none), $5 USCCs (NULL: none), $6 name keys,
-- $7 product codes, $8 person codes (NULL: none), $9 industry codes (NULL: none)
SELECT asked.place - 1,
       known.lead_id, known.request_hash, known.customer_id, known.protected_until, known.customer_was_new,
       referenced.lead_id,
       by_uscc.customer_id, by_name.customer_id, by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id,
       product.product_line, person.person_id, asked.industry_code IS NULL OR industry.code IS NOT NULL,
       holder.lead_id, holder.dealer_unit_id, holder.protected_until,
       referenced.state = 1
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
     WITH ORDINALITY AS asked (principal_id, idempotency_key, dealer_unit_id, dealer_reference, uscc, name_key, product_code,
                               person_code, industry_code, place)
LEFT JOIN lead AS known ON known.principal_id = asked.principal_id AND known.idempotency_key = asked.idempotency_key
LEFT JOIN lead AS referenced
       ON referenced.dealer_unit_id = asked.dealer_unit_id AND referenced.dealer_reference = asked.dealer_reference
LEFT JOIN customer AS by_uscc ON by_uscc.uscc = asked.uscc
LEFT JOIN customer AS by_name ON by_name.name_key = asked.name_key
LEFT JOIN customer_alias AS alias ON alias.alias_key = asked.name_key
LEFT JOIN directory.product_view AS product ON product.code = asked.product_code
LEFT JOIN LATERAL (
    SELECT person_id FROM directory.person_view
    WHERE code = asked.person_code ORDER BY valid_from DESC LIMIT 1) AS person ON asked.person_code IS NOT NULL
LEFT JOIN directory.reference_view AS industry ON industry.list = 'industry' AND industry.code = asked.industry_code
LEFT JOIN lead AS holder
       ON holder.customer_id = coalesce(by_uscc.customer_id, by_name.customer_id, alias.customer_id)
      AND holder.product_line = product.product_line AND holder.state = 2
