-- What was told and declared of the customers $1 that stand for themselves.
SELECT customer_id, region, segment, business_type, industry, fleet_size, is_seed, coalesce(contract_until, '1900-01-01'), name
FROM customer
WHERE customer_id = ANY ($1) AND identity_id IS NULL
ORDER BY customer_id;
