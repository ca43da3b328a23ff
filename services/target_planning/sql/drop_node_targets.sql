-- Targets of these nodes of the plan $1, which are computed again: $2 units, $3 people.
DELETE FROM target t USING unnest($2::bigint[], $3::bigint[]) AS node (unit_id, person_id)
WHERE t.plan_id = $1 AND t.unit_id = node.unit_id AND t.person_id = node.person_id;
