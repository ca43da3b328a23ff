-- The plan $1 takes over the targets of the plan $2 of the months before $3.
INSERT INTO target (plan_id, unit_id, person_id, month, product_code, business_type, units, exact_millionths)
SELECT $1, unit_id, person_id, month, product_code, business_type, units, exact_millionths FROM target WHERE plan_id = $2 AND month < $3;
