-- Run $1 from the most valuable after rank $2, at most $8; $3 a tier, 0 for all; $4 region, $5 segment, $6 business type, $7 industry,
-- each '' for all.
SELECT t.run_id, coalesce(customer.name, ''), t.customer_id, t.rank, t.tier, t.line_tier, t.decision, t.previous_tier, t.runs_before, t.runs_outside, t.value, t.share_ppm,
       t.cumulative_share_ppm, t.amounts, t.points, t.region, t.segment, t.business_type, t.industry, t.is_seed, t.is_installed_base
FROM tier_assignment t
LEFT JOIN customer ON customer.customer_id = t.customer_id
WHERE t.run_id = $1 AND t.rank > $2 AND (t.tier = $3 OR $3 = 0) AND (t.region = $4 OR $4 = '') AND (t.segment = $5 OR $5 = '')
  AND (t.business_type = $6 OR $6 = '') AND (t.industry = $7 OR $7 = '')
ORDER BY t.rank
LIMIT $8;
