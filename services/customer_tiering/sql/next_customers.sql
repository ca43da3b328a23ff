-- The next customers after $1 that stand for themselves, at most $2.
SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL ORDER BY customer_id LIMIT $2;
