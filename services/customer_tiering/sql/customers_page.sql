-- The next customers after $1, at most $2 of them, with what was told and declared of them.
SELECT customer_id, region, segment, business_type, industry, fleet_size, is_seed, coalesce(contract_until, '1900-01-01')
FROM customer
WHERE customer_id > $1 AND identity_id IS NULL
ORDER BY customer_id
LIMIT $2;
