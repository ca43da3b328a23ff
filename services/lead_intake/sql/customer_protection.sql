-- What the length of a customer's next hold follows from. $1 customer_id.
SELECT won_at IS NOT NULL, contract_until FROM customer WHERE customer_id = $1::bigint
