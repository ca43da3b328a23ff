-- The next customers after $1, at most $2 of them, with what was told of them and their tier in the run $3 (0: none).
SELECT customer.customer_id, customer.region, customer.segment, customer.business_type, customer.industry, fleet_size,
       customer.is_seed, coalesce(contract_until, '1900-01-01'), coalesce(before.tier, 0)::bigint, coalesce(before.runs_outside, 0)::bigint
FROM (SELECT * FROM customer WHERE customer_id > $1 AND identity_id IS NULL ORDER BY customer_id LIMIT $2) AS customer
LEFT JOIN tier_assignment before ON before.run_id = $3 AND before.customer_id = customer.customer_id
ORDER BY customer_id;
