-- Customers by USCC ($1) and by name key ($2), each asked for by index: what most descriptions are recognised by at once.
-- (As arrays: joined row by row with all other look-ups, the executor's nodes cost more than the index does.) The tier is that of what
-- stands for the customer, which is looked up for merged ones alone.
SELECT customer_id, coalesce(identity_id, customer_id), uscc, name_key, won_at IS NOT NULL, contract_until,
       CASE WHEN identity_id IS NULL THEN tier ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END
FROM customer WHERE uscc = ANY ($1::text[])
UNION ALL
SELECT customer_id, coalesce(identity_id, customer_id), uscc, name_key, won_at IS NOT NULL, contract_until,
       CASE WHEN identity_id IS NULL THEN tier ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END
FROM customer WHERE name_key = ANY ($2::text[])
