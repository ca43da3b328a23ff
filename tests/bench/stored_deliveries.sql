-- :deliveries deliveries of two years, put in behind the service's back with the sums that its trigger keeps.
SET session_replication_role = replica;
INSERT INTO target_planning.actual (delivery_id, dealer_id, area_id, region_id, product_code, delivered_on, is_cancelled)
SELECT n, 1001 + n % :dealers, 101 + (1001 + n % :dealers) % 31, 2 + (101 + (1001 + n % :dealers) % 31) % 7, 'V' || 1 + n / 7 % 10,
       DATE '2013-01-01' + (n / 11 % 700)::integer, false
FROM generate_series(1, :deliveries) AS n;
WITH of_day AS (
    SELECT dealer_id, area_id, region_id, product_code, delivered_on AS day, count(*) AS units
    FROM target_planning.actual GROUP BY dealer_id, area_id, region_id, product_code, delivered_on
)
INSERT INTO target_planning.sold (unit_id, product_code, span, day, units)
SELECT unit_id, product, span, first, sum(units)
FROM of_day
CROSS JOIN LATERAL (VALUES (dealer_id), (area_id), (region_id), (1::bigint)) AS unit (unit_id)
CROSS JOIN LATERAL (VALUES (product_code), ('')) AS kind (product)
CROSS JOIN LATERAL (VALUES (1, day), (2, date_trunc('month', day)::date)) AS time (span, first)
GROUP BY unit_id, product, span, first;
