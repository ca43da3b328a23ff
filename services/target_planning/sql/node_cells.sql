-- The targets of the unit $2 and person $3 in the plan $1.
SELECT month::bigint, product_code::text, business_type::bigint, units FROM target
WHERE plan_id = $1 AND unit_id = $2 AND person_id = $3;
