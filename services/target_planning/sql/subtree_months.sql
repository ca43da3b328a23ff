-- Targets of the unit $2 in the plan $1 and of all units and people below it by month, all products and business types together: $4
-- of them after the first $3. Each is followed by what stands below it, by code; one that moved stands in each of its places with the
-- months in which it stood there.
WITH RECURSIVE place AS (
    SELECT unit_id, person_id, parent_id, kind, min(code) AS code, min(name) AS name,
           range_agg(int4range(first_month, last_month, '[]')) AS months
    FROM plan_node
    WHERE plan_id = $1
    GROUP BY unit_id, person_id, parent_id, kind
), subtree AS (
    SELECT unit_id, person_id, kind, code, name, months, ARRAY[code COLLATE "C"] AS path
    FROM place
    WHERE unit_id = $2 AND person_id = 0
    UNION ALL
    SELECT p.unit_id, p.person_id, p.kind, p.code, p.name, p.months * above.months, above.path || (p.code COLLATE "C")
    FROM subtree above JOIN place p ON p.parent_id = above.unit_id
    WHERE above.person_id = 0 AND p.months && above.months
), page AS (
    SELECT *, row_number() OVER (ORDER BY path, unit_id, person_id, months) AS line
    FROM subtree
    ORDER BY line OFFSET $3 LIMIT $4
)
SELECT n.unit_id, n.person_id, n.kind::bigint, n.code, n.name, coalesce(t.month, 1)::bigint, coalesce(sum(t.units), 0)::bigint
FROM page n
LEFT JOIN target t ON t.plan_id = $1 AND t.unit_id = n.unit_id AND t.person_id = n.person_id AND n.months @> t.month::integer
GROUP BY n.line, n.unit_id, n.person_id, n.kind, n.code, n.name, t.month
ORDER BY n.line, t.month;
