-- Files leads: gives the id of each that could be filed. What is left out lost against a holder, a call or a dealer's
-- reference that another transaction (or an earlier row of this one) has put in.
-- The order of insertion is the same for all, so that two batches do not lock each other out. Ids that are missing come as 0.
WITH given AS (
    SELECT nextval('lead_lead_id_seq') AS lead_id, *
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[], $8::text[],
                $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bool[], $15::text[], $16::text[],
                $17::text[], $18::text[], $19::bytea[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[])
         WITH ORDINALITY AS row (customer_id, candidate_customer_id, dealer_unit_id, person_id, principal_id, protected_until,
                                 quantity, found_on, expected_on, business_type, information_class, purchase_mode, source,
                                 customer_was_new, product_code, product_line, dealer_reference, idempotency_key, request_hash,
                                 filed_name, filed_uscc, filed_region, contact_name, contact_phone, remarks, place)
), filed AS (
    INSERT INTO lead (lead_id, customer_id, candidate_customer_id, dealer_unit_id, person_id, principal_id, filed_at,
                      protected_until, quantity, found_on, expected_on, state, business_type, information_class, purchase_mode,
                      source, customer_was_new, product_code, product_line, dealer_reference, idempotency_key, request_hash,
                      filed_name, filed_uscc, filed_region, contact_name, contact_phone, remarks)
    SELECT lead_id, nullif(customer_id, 0), nullif(candidate_customer_id, 0), dealer_unit_id, nullif(person_id, 0), principal_id,
           $26::timestamptz, CASE WHEN customer_id <> 0 THEN protected_until END, quantity, found_on::date, expected_on::date,
           CASE WHEN customer_id <> 0 THEN 2 ELSE 1 END, business_type, information_class, purchase_mode, source,
           customer_was_new, product_code, product_line, dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc,
           filed_region, contact_name, contact_phone, remarks
    FROM given
    ORDER BY customer_id, product_line, place
    ON CONFLICT DO NOTHING
    RETURNING lead_id
)
SELECT given.place - 1, given.lead_id FROM given JOIN filed USING (lead_id)
