-- Many targets at once.
COPY target (plan_id, unit_id, person_id, month, product_code, business_type, units, exact_millionths) FROM STDIN (FORMAT binary)
