-- Targets of the unit $2 in the plan $1 and of all units and people below it by month, all products and business types together: $4
-- of them after the first $3. Each is followed by what stands below it, by code.
WITH RECURSIVE subtree AS (
    SELECT unit_id, person_id, kind, code, name, ARRAY[code COLLATE "C"] AS path
    FROM plan_node
    WHERE plan_id = $1 AND unit_id = $2 AND person_id = 0
    UNION ALL
    SELECT n.unit_id, n.person_id, n.kind, n.code, n.name, above.path || (n.code COLLATE "C")
    FROM subtree above JOIN plan_node n ON n.plan_id = $1 AND n.parent_id = above.unit_id
    WHERE above.person_id = 0
), page AS (
    SELECT * FROM subtree ORDER BY path, unit_id, person_id OFFSET $3 LIMIT $4
)
SELECT n.unit_id, n.person_id, n.kind::bigint, n.code, n.name, coalesce(t.month, 1)::bigint, coalesce(sum(t.units), 0)::bigint
FROM page n
LEFT JOIN target t ON t.plan_id = $1 AND t.unit_id = n.unit_id AND t.person_id = n.person_id
GROUP BY n.path, n.unit_id, n.person_id, n.kind, n.code, n.name, t.month
ORDER BY n.path, n.unit_id, n.person_id, t.month;
