-- One cell by hand: of the plan $1 the unit $2, person $3, month $4, product $5 and business type $6 have $7 units.
INSERT INTO target (plan_id, unit_id, person_id, month, product_code, business_type, units)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (plan_id, unit_id, person_id, month, product_code, business_type) DO UPDATE SET units = excluded.units;
