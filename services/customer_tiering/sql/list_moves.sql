-- Who has another tier in the run $2 than in $1 (0: none), by number after $3, at most $4.
SELECT customer_id, customer.name, coalesce(before.tier, 0)::bigint, coalesce(now.tier, 0)::bigint, coalesce(before.value, 0),
       coalesce(now.value, 0), coalesce(before.rank, 0), coalesce(now.rank, 0), coalesce(before.points, ''), coalesce(now.points, '')
FROM (SELECT * FROM tier_assignment WHERE run_id = $1) AS before
FULL JOIN (SELECT * FROM tier_assignment WHERE run_id = $2) AS now USING (customer_id)
JOIN customer USING (customer_id)
WHERE customer_id > $3 AND before.tier IS DISTINCT FROM now.tier
ORDER BY customer_id
LIMIT $4;
