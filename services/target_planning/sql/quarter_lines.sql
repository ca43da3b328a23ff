-- Target and sales of the quarter $3 of the year $2 by unit and person of the plan $1, headquarters first. Corrections go forward: what
-- an evaluated earlier quarter sold more or less than it was told to have, by what is known today, counts in this one.
WITH node AS (
    SELECT DISTINCT ON (unit_id, person_id) unit_id, person_id, kind, code, name
    FROM plan_node
    WHERE plan_id = $1
    ORDER BY unit_id, person_id, first_month DESC
), told AS (
    SELECT e.quarter, e.unit_id, e.person_id, e.sold_units
    FROM evaluation e JOIN plan p USING (plan_id)
    WHERE p.year = $2 AND e.quarter < $3
), counted AS (
    SELECT make_date($2::integer, quarter * 3 - 2, 1) AS first, (make_date($2::integer, quarter * 3, 1) + interval '1 month - 1 day')::date AS last
    FROM (SELECT $3::integer AS quarter UNION SELECT quarter FROM told) AS quarter
), entry AS (
    SELECT s.unit_id, 0::bigint AS person_id, s.units
    FROM counted JOIN sold s ON s.product_code = '' AND s.span = 2 AND s.day BETWEEN first AND last
    UNION ALL
    SELECT a.dealer_id, a.person_id, 1
    FROM counted JOIN actual a ON a.delivered_on BETWEEN first AND last
    WHERE a.person_id <> 0 AND NOT a.is_cancelled
    UNION ALL
    SELECT a.dealer_id, a.person_id, -1
    FROM counted JOIN actual a ON a.returned_on BETWEEN first AND last
    WHERE a.person_id <> 0 AND NOT a.is_cancelled
    UNION ALL
    SELECT unit_id, person_id, -sold_units FROM told
)
SELECT node.unit_id, node.person_id, node.kind::bigint, node.code, node.name, coalesce(t.units, 0)::bigint, coalesce(s.units, 0)::bigint
FROM node
LEFT JOIN (SELECT unit_id, person_id, sum(units) AS units FROM target
           WHERE plan_id = $1 AND month BETWEEN $3 * 3 - 2 AND $3 * 3
           GROUP BY unit_id, person_id) AS t USING (unit_id, person_id)
LEFT JOIN (SELECT unit_id, person_id, sum(units) AS units FROM entry GROUP BY unit_id, person_id) AS s USING (unit_id, person_id)
ORDER BY node.kind, node.code COLLATE "C", node.unit_id;
