-- A customer and what it was merged into (0: nothing). $1 customer_id
SELECT customer_id, coalesce(merged_into_id, 0), coalesce(identity_id, 0) FROM customer WHERE customer_id = $1::bigint
