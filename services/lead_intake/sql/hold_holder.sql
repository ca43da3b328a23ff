-- Which lead holds a product line of a customer, whatever that is merged into, or lies in the pool with it; locked.
-- $1 customer_id, $2 product line
SELECT lead_id FROM lead
WHERE coalesce(identity_id, customer_id)
      = (SELECT coalesce(customer.identity_id, customer.customer_id) FROM customer WHERE customer.customer_id = $1::bigint)
  AND product_line = $2::text AND state IN (2, 7)
FOR UPDATE
