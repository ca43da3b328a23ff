-- Tier, value, whether it has vehicles of ours, whether it is a seed customer, and of $2 (0 region, 1 segment, 2 business type,
-- 3 industry, 4 nothing) what it is, of the customers of run $1 by rank.
SELECT tier, value, is_installed_base, is_seed,
       CASE $2 WHEN 0 THEN region WHEN 1 THEN segment WHEN 2 THEN business_type WHEN 3 THEN industry ELSE '' END
FROM tier_assignment
WHERE run_id = $1
ORDER BY rank;
