-- In the plan $1 the unit $2, person $3, month $4, product $5 and business type $6 have $7 units by hand; $8 why, $9 who, $10 when.
INSERT INTO adjustment (plan_id, unit_id, person_id, month, product_code, business_type, units, reason, principal_id, adjusted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
