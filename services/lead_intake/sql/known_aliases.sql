-- Other names of customers in the order of adding. $1 above this alias_id, $2 how many. See known_customers.sql.
SELECT alias_id, customer_id, alias_key, coalesce(uscc, ''), region, contact_phone
FROM customer_alias JOIN customer USING (customer_id)
WHERE alias_id > $1::bigint
ORDER BY alias_id
LIMIT $2::bigint
