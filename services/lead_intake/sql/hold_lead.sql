-- One lead with all that a decision about it needs, locked until the transaction ends. $1 lead_id
SELECT lead_id, coalesce(customer_id, 0), coalesce(candidate_customer_id, 0), dealer_unit_id, coalesce(person_id, 0), state, quantity,
       business_type, information_class, purchase_mode, source, principal_id, filed_at, protected_until, product_code, product_line,
       filed_name, filed_uscc, filed_region, contact_name, contact_phone, coalesce(dealer_reference, ''), remarks,
       coalesce(found_on::text, ''), coalesce(expected_on::text, '')
FROM lead
WHERE lead_id = $1::bigint
FOR UPDATE
