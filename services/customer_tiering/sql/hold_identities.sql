-- Those that stand for the customers $1, held until the end of the transaction: who values one waits for who is valuing it.
SELECT customer_id
FROM customer
WHERE customer_id IN (SELECT coalesce(identity_id, customer_id) FROM customer WHERE customer_id = ANY ($1))
ORDER BY customer_id
FOR NO KEY UPDATE;
