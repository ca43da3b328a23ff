-- How the quarter $2 of the year $1 was evaluated for the unit $3 and all units and people below it, each followed by its own: $5 of
-- them after the first $4.
WITH RECURSIVE place AS (
    SELECT DISTINCT ON (n.unit_id, n.person_id) n.unit_id, n.person_id, n.parent_id, n.kind, n.code, n.name, e.target_units, e.sold_units,
           e.attainment_ppm, e.rank, e.share_ppm, e.quality_ppm
    FROM plan p JOIN evaluation e USING (plan_id) JOIN plan_node n USING (plan_id, unit_id, person_id)
    WHERE p.year = $1 AND e.quarter = $2
    ORDER BY n.unit_id, n.person_id, n.first_month DESC
), subtree AS (
    SELECT *, ARRAY[code COLLATE "C"] AS path FROM place WHERE unit_id = $3 AND person_id = 0
    UNION ALL
    SELECT p.*, above.path || (p.code COLLATE "C")
    FROM subtree above JOIN place p ON p.parent_id = above.unit_id
    WHERE above.person_id = 0
)
SELECT unit_id, person_id, kind::bigint, code, name, target_units, sold_units, attainment_ppm, rank::bigint, share_ppm, quality_ppm
FROM subtree
ORDER BY path, unit_id, person_id
OFFSET $4 LIMIT $5;
