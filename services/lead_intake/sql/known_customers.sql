-- The names of customers in the order of registration, to be recognised by. $1 above this customer_id, $2 how many.
SELECT customer_id, customer_id, name_key, coalesce(uscc, ''), region, contact_phone
FROM customer
WHERE customer_id > $1::bigint
ORDER BY customer_id
LIMIT $2::bigint
