-- Files one lead, as lead_copy.sql does many: the same columns in the same order.
INSERT INTO lead (lead_id, customer_id, candidate_customer_id, identity_id, dealer_unit_id, person_id, principal_id, filed_at, protected_until,
                  quantity, found_on, expected_on, state, business_type, information_class, purchase_mode, source, customer_was_new,
                  product_code, product_line, dealer_reference, idempotency_key, request_hash, filed_name, filed_uscc, filed_region,
                  contact_name, contact_phone, remarks, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
        $30)
