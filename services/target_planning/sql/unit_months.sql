-- Targets of headquarters, regions and areas in the plan $1 by month, all products and business types together.
SELECT n.unit_id, n.person_id, n.kind::bigint, n.code, n.name, coalesce(t.month, 1)::bigint, coalesce(sum(t.units), 0)::bigint
FROM (SELECT DISTINCT ON (unit_id) * FROM plan_node WHERE plan_id = $1 AND kind <= 3 ORDER BY unit_id, first_month DESC) AS n
LEFT JOIN target t ON t.plan_id = n.plan_id AND t.unit_id = n.unit_id AND t.person_id = 0
GROUP BY n.kind, n.code, n.unit_id, n.person_id, n.name, t.month
ORDER BY n.kind, n.code, t.month;
