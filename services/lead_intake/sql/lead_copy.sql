-- Files leads. A holder, call or dealer's reference that is there already breaks a constraint: the whole transaction is then made
-- again and sees it. (ON CONFLICT would look each index up once more for every row, paid by all for what hardly ever happens.)
COPY lead (lead_id, customer_id, candidate_customer_id, identity_id, dealer_unit_id, person_id, principal_id, filed_at, protected_until,
           quantity, found_on, expected_on, state, business_type, information_class, purchase_mode, source, customer_was_new,
           product_code, product_line, dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc, filed_region,
           contact_name, contact_phone, remarks, details)
FROM STDIN (FORMAT binary)
