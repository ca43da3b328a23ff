-- Leads that were filed before: :lines product lines of each of :customers customers, held by :dealers dealers, with keys and references
-- in no order, as dealers' systems make them.
INSERT INTO lead_intake.lead (customer_id, dealer_unit_id, principal_id, filed_at, protected_until, quantity, state, business_type,
                              information_class, purchase_mode, source, customer_was_new, product_code, product_line, dealer_reference,
                              idempotency_key, request_hash, filed_name, filed_uscc, filed_region, contact_name, contact_phone, remarks)
SELECT customer, 4 + customer % :dealers, 1, now(), now() + interval '90 days', 3, 2, 2, 0, 0, 1, false, 'BENCH000',
       format('stored-%s', line), md5(format('reference %s %s', customer, line)), md5(format('key %s %s', customer, line)),
       '\x00000000000000000000000000000000', name, uscc, region, '', '', ''
FROM generate_series(1, :lines) AS line, lead_intake.customer AS known, LATERAL (SELECT known.customer_id) AS c (customer);
