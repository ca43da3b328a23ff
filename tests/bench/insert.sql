\set customer random(1, 200000)
\set dealer random(1, 300)
INSERT INTO plain_lead (customer_id, dealer_unit_id, person_id, dealer_reference, product_code, product_line, quantity,
                        business_type, information_class, purchase_mode, source, found_on, expected_on, remarks,
                        contact_name, contact_phone, state, filed_at, protected_until)
VALUES (:customer, :dealer, NULL, 'REF1234567', 'BENCH001', 'line-001', 3, 2, 1, 1, 1, '2014-09-01', '2014-12-01', '',
        '张伟', '+8613612345678', 2, now(), now() + interval '90 days');
