-- Run $1 from the most valuable after rank $3, at most $4. $2 a tier, 0 for all: ranks of a tier have no gaps, so the
-- numbers of customers by tier say where it begins and ends.
WITH ranks AS (
    SELECT coalesce(sum(customers) FILTER (WHERE tier < $2), 0) AS after_rank, sum(customers) AS to_rank
    FROM run_tier
    WHERE run_id = $1 AND (tier <= $2 OR $2 = 0)
)
SELECT t.customer_id, customer.name, t.tier, t.delivered_units, t.open_units, t.value, t.rank, t.share_ppm,
       t.cumulative_share_ppm
FROM tier_assignment t
JOIN customer ON customer.customer_id = t.customer_id
WHERE t.run_id = $1 AND t.rank > greatest($3, (SELECT after_rank FROM ranks)::bigint)
  AND t.rank <= (SELECT to_rank FROM ranks)::bigint
ORDER BY t.rank
LIMIT $4;
