-- $1 run_id, then one element a tier: $2 tiers, $3 customers, $4 value.
INSERT INTO run_tier (run_id, tier, customers, value)
SELECT $1, counted.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS counted;
