-- What the run $1 assigned to the customers $2; for 0 of each customer the latest released run that has it, of the latest of each
-- scope. The first column is the place in $2, from 1. The runs are an array: each is looked up by customer, where a join would read it whole.
SELECT DISTINCT ON (asked.n) asked.n, t.run_id, customer.name, t.customer_id, t.rank, t.tier, t.line_tier, t.decision, t.previous_tier, t.runs_before, t.runs_outside, t.value, t.share_ppm,
       t.cumulative_share_ppm, t.amounts, t.points, t.region, t.segment, t.business_type, t.industry, t.is_seed, t.is_installed_base
FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (customer_id, n)
JOIN tier_assignment t ON t.customer_id = asked.customer_id
JOIN customer ON customer.customer_id = t.customer_id
WHERE t.run_id = ANY (CASE WHEN $1 <> 0 THEN ARRAY[$1]
                           ELSE ARRAY(SELECT max(run_id) FROM run JOIN policy ON version = policy_version
                                      WHERE released_at IS NOT NULL GROUP BY scope) END)
ORDER BY asked.n, t.run_id DESC;
