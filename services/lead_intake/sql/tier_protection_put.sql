-- Days of protection by tier as customer_tiering told them; the latest event decides, in whatever order they come. $1 tiers, $2 days,
-- $3 positions of the events.
INSERT INTO tier_protection (tier, days, told_by)
SELECT DISTINCT ON (tier) tier, days, position
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS told (tier, days, position)
ORDER BY tier, position DESC
ON CONFLICT (tier) DO UPDATE SET days = excluded.days, told_by = excluded.told_by
WHERE excluded.told_by > tier_protection.told_by;
