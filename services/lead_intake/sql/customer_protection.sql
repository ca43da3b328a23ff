-- What the length of a customer's next hold follows from. $1 customer_id.
SELECT won_before, contract_until, tier FROM customer_standing WHERE customer_id = $1::bigint
