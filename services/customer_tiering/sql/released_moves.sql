-- Who moved in the run $1, by rank after $2, at most $3: rank, customer, tier, tier before.
SELECT rank, customer_id, tier, previous_tier
FROM tier_assignment
WHERE run_id = $1 AND rank > $2 AND tier <> previous_tier
ORDER BY rank
LIMIT $3;
