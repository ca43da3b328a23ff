-- The unit $1, then the units below it on the day $2 that were in force since $3, by code; with the targets of the plan $4
-- (0: none), of the year and of the month $5, of the product $6 ('': all).
WITH line AS (
    SELECT u.unit_id, u.code, u.name, u.kind
    FROM (SELECT DISTINCT unit_id FROM directory.unit_view
          WHERE unit_id = $1 OR (parent_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $3))) AS candidate
    CROSS JOIN LATERAL unit_on(candidate.unit_id, $2) AS u
    WHERE u.unit_id = $1 OR u.parent_id = $1
)
SELECT line.unit_id, line.code, line.name, coalesce(sum(t.units), 0)::bigint,
       coalesce(sum(t.units) FILTER (WHERE t.month = $5), 0)::bigint
FROM line
LEFT JOIN target t ON t.plan_id = $4 AND t.unit_id = line.unit_id AND t.person_id = 0 AND ($6 = '' OR t.product_code = $6)
GROUP BY line.unit_id, line.code, line.name, line.kind
ORDER BY line.kind, line.code;
