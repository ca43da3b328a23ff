-- The plan $1 takes over where units and people of the plan $2 stood in the months before $3.
INSERT INTO plan_node (plan_id, unit_id, person_id, kind, parent_id, code, name, weight, season, first_month, last_month)
SELECT $1, unit_id, person_id, kind, parent_id, code, name, weight, season, first_month, least(last_month, $3 - 1)
FROM plan_node
WHERE plan_id = $2 AND first_month < $3;
