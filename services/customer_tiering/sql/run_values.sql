-- Values and numbers of the customers of run $1 by rank.
SELECT value, customer_id FROM tier_assignment WHERE run_id = $1 ORDER BY rank;
