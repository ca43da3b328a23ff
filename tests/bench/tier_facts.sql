-- :customers customers with four deliveries and one held lead each, put in behind the service's back: five facts a customer.
INSERT INTO customer_tiering.customer (customer_id, name, region, business_type, industry)
SELECT n, format('某单位%s', n), format('省%s', n % 31), 'enterprise', format('行业%s', n % 24)
FROM generate_series(1, :customers) AS n;
INSERT INTO customer_tiering.delivery (customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled)
SELECT n, 4 * n + i, 0, '2014-09-01'::date - (hashint8(4 * n + i) & 1023), 10000000 + (hashint8(n) & 8191) * 1000, false
FROM generate_series(1, :customers) AS n, generate_series(0, 3) AS i;
INSERT INTO customer_tiering.lead (customer_id, lead_id, quantity, is_held, changed_by)
SELECT n, n, 1 + ((1 << (hashint8(n) & 7)) - 1), true, n
FROM generate_series(1, :customers) AS n;
