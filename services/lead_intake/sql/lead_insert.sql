-- Files leads. Ids that are missing come as 0. A holder, call or dealer's reference that another transaction has put in meanwhile
-- breaks a constraint: the whole transaction is then made again and sees it. (ON CONFLICT would look each index up once more
-- for every row: a third of this statement's time, paid by all for what hardly ever happens.)
INSERT INTO lead (customer_id, candidate_customer_id, dealer_unit_id, person_id, principal_id, filed_at, protected_until, quantity,
                  found_on, expected_on, state, business_type, information_class, purchase_mode, source, customer_was_new,
                  product_code, product_line, dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc,
                  filed_region, contact_name, contact_phone, remarks, details, identity_id)
SELECT nullif(customer_id, 0), nullif(candidate_customer_id, 0), dealer_unit_id, nullif(person_id, 0), principal_id,
       $28::timestamptz, CASE WHEN customer_id <> 0 THEN protected_until END, quantity, found_on::date, expected_on::date,
       CASE WHEN customer_id <> 0 THEN 2 ELSE 1 END, business_type, information_class, purchase_mode, source, customer_was_new,
       product_code, product_line, dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc, filed_region,
       contact_name, contact_phone, remarks, details, nullif(nullif(identity_id, 0), customer_id)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[], $8::text[],
            $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bool[], $15::text[], $16::text[],
            $17::text[], $18::text[], $19::bytea[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[],
            $26::text[], $27::bigint[])
     AS row (customer_id, candidate_customer_id, dealer_unit_id, person_id, principal_id, protected_until, quantity, found_on,
             expected_on, business_type, information_class, purchase_mode, source, customer_was_new, product_code, product_line,
             dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc, filed_region, contact_name, contact_phone,
             remarks, details, identity_id)
RETURNING lead_id, principal_id, idempotency_key
