-- One page of a run's snapshot. $1 run_id, $2 the run before (0: none), $3..$10 a column each.
-- Gives the customers whose tier differs from the run before: customer_id, tier, tier before (0: none).
WITH written AS (
    INSERT INTO tier_assignment (run_id, rank, customer_id, tier, delivered_units, open_units, value, share_ppm,
                                 cumulative_share_ppm)
    SELECT $1, assigned.*
    FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
                $10::bigint[]) AS assigned
    RETURNING customer_id, tier
)
SELECT written.customer_id, written.tier, coalesce(before.tier, 0)
FROM written
LEFT JOIN tier_assignment before ON before.run_id = $2 AND before.customer_id = written.customer_id
WHERE before.tier IS DISTINCT FROM written.tier;
