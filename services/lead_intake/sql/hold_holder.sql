-- Which lead holds a customer and product line; locked. $1 customer_id, $2 product line
SELECT lead_id FROM lead
WHERE customer_id = $1::bigint AND product_line = $2::text AND state = 2
FOR UPDATE
