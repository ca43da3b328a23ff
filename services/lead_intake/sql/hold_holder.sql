-- Which lead holds a customer and product line, or lies in the pool with it; locked. $1 customer_id, $2 product line
SELECT lead_id FROM lead
WHERE customer_id = $1::bigint AND product_line = $2::text AND state IN (2, 7)
FOR UPDATE
