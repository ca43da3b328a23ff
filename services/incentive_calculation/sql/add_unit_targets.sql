-- $1 unit_id[], $2 month[] (first day), $3 units[], $4 position[]. The latest stands, in any order.
INSERT INTO unit_target (unit_id, month, units, position)
SELECT DISTINCT ON (unit_id, month) unit_id, month, units, position
FROM unnest($1::bigint[], $2::date[], $3::bigint[], $4::bigint[]) AS told (unit_id, month, units, position)
ORDER BY unit_id, month, position DESC
ON CONFLICT (unit_id, month) DO UPDATE SET units = excluded.units, position = excluded.position
WHERE unit_target.position < excluded.position
