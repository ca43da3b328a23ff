-- The cells of the plan $1 that are fixed by hand, the latest of each.
SELECT DISTINCT ON (unit_id, person_id, month, product_code, business_type)
       unit_id, person_id, month::bigint, product_code, business_type::bigint, units, reason
FROM adjustment
WHERE plan_id = $1
ORDER BY unit_id, person_id, month, product_code, business_type, adjustment_id DESC;
