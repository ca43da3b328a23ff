-- How many customers went from which tier in the run $1 to which in $2; 0: it does not have them.
SELECT coalesce(before.tier, 0)::bigint, coalesce(now.tier, 0)::bigint, count(*)
FROM (SELECT customer_id, tier FROM tier_assignment WHERE run_id = $1) AS before
FULL JOIN (SELECT customer_id, tier FROM tier_assignment WHERE run_id = $2) AS now USING (customer_id)
GROUP BY 1, 2
ORDER BY 1, 2;
