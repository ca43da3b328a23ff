-- What the run $1 assigned to the customers after $2 up to $3.
SELECT customer_id, tier, runs_outside
FROM tier_assignment
WHERE run_id = $1 AND customer_id > $2 AND customer_id <= $3
ORDER BY customer_id;
