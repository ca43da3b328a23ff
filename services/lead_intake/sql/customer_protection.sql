-- What the length of a customer's next hold follows from; a merged one's tier is that of the one that stands for it. $1 customer_id.
SELECT won_at IS NOT NULL, contract_until,
       CASE WHEN identity_id IS NULL THEN tier ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END
FROM customer WHERE customer_id = $1::bigint
