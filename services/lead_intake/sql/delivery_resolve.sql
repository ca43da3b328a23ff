-- All that is known of reported deliveries: $1 lead ids (0: none), $2 dealers, $3 dealers' references of leads (NULL: none),
-- $4 USCCs (NULL: none), $5 name keys ('' : no customer given), $6 product codes, $7 person codes (NULL: none), $8 VINs
-- LATERAL: see customer_find.sql. FILTER, because a WHERE would let the count go through delivery_vin, all of it for each row.
SELECT asked.place - 1,
       lead.lead_id, lead.customer_id, lead.dealer_unit_id, lead.business_type, lead.quantity,
       (SELECT count(*) FILTER (WHERE ended_on IS NULL) FROM delivery WHERE delivery.lead_id = lead.lead_id),
       by_uscc.customer_id,
       CASE WHEN by_name.identity_id = by_uscc.identity_id THEN by_uscc.customer_id ELSE by_name.customer_id END,
       by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id, decided.customer_id,
       product.product_line, person.person_id,
       before.delivery_id, before.customer_id, before.identity_id, before.lead_id, before.dealer_unit_id, before.product_code,
       before.delivered_on, before.price_fen
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     WITH ORDINALITY AS asked (lead_id, dealer_unit_id, dealer_reference, uscc, name_key, product_code, person_code, vin, place)
LEFT JOIN LATERAL (
    (SELECT * FROM lead AS by_id WHERE by_id.lead_id = asked.lead_id LIMIT 1)
    UNION ALL
    (SELECT * FROM lead AS by_reference
     WHERE asked.lead_id = 0 AND by_reference.dealer_unit_id = asked.dealer_unit_id
       AND by_reference.dealer_reference = asked.dealer_reference LIMIT 1)) AS lead ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id FROM customer WHERE uscc = asked.uscc LIMIT 1) AS by_uscc ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, uscc FROM customer WHERE name_key = asked.name_key LIMIT 1) AS by_name ON true
LEFT JOIN LATERAL (
    SELECT customer_id FROM customer_alias
    WHERE coalesce(by_uscc.customer_id, by_name.customer_id) IS NULL AND alias_key = asked.name_key LIMIT 1) AS alias ON true
LEFT JOIN LATERAL (
    SELECT customer_id FROM review_decision
    WHERE (by_uscc.identity_id <> by_name.identity_id OR by_uscc.customer_id IS NULL AND by_name.uscc <> asked.uscc)
      AND review_decision.name_key = asked.name_key AND review_decision.uscc = asked.uscc
    ORDER BY lead_id DESC LIMIT 1) AS decided ON true
LEFT JOIN LATERAL (
    SELECT product_line FROM directory.product_view WHERE code = asked.product_code LIMIT 1) AS product ON true
LEFT JOIN LATERAL (
    SELECT person_id FROM directory.person_view
    WHERE asked.person_code IS NOT NULL AND code = asked.person_code ORDER BY valid_from DESC LIMIT 1) AS person ON true
LEFT JOIN LATERAL (
    SELECT delivery.*, coalesce(customer.identity_id, customer.customer_id) AS identity_id FROM delivery JOIN customer USING (customer_id)
    WHERE vin = asked.vin AND ended_on IS NULL LIMIT 1) AS before ON true
