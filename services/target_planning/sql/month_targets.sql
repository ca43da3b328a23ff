-- Targets of units in the month $2 of the plan $1, all products and business types together; 0 too.
SELECT n.unit_id, coalesce(sum(t.units), 0)::bigint
FROM plan_node n
LEFT JOIN target t ON t.plan_id = n.plan_id AND t.unit_id = n.unit_id AND t.person_id = 0 AND t.month = $2
WHERE n.plan_id = $1 AND n.person_id = 0 AND $2 BETWEEN n.first_month AND n.last_month
GROUP BY n.unit_id
ORDER BY n.unit_id;
