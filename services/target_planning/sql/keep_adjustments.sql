-- The plan $1 takes over what was fixed by hand in the plan $2, the latest of each cell: all of the months before $3, of later ones
-- what stands below units of the kind $4.
INSERT INTO adjustment (plan_id, unit_id, person_id, month, product_code, business_type, units, reason, principal_id, adjusted_at)
SELECT DISTINCT ON (unit_id, person_id, month, product_code, business_type)
       $1, unit_id, person_id, month, product_code, business_type, units, reason, principal_id, adjusted_at
FROM adjustment a
WHERE plan_id = $2
  AND (month < $3 OR EXISTS (SELECT FROM plan_node n WHERE n.plan_id = $2 AND n.unit_id = a.unit_id AND n.person_id = a.person_id AND n.kind > $4))
ORDER BY unit_id, person_id, month, product_code, business_type, adjustment_id DESC;
