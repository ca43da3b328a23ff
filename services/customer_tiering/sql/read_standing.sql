-- The amounts of all customers by the policy $1 as of $2, packed as standing_store.c reads them. No row: not all have been valued yet.
SELECT coalesce((SELECT string_agg(int8send(customer_id) || amounts, '') FROM standing_customer
                 WHERE standing_customer.standing_id = standing.standing_id), '')
FROM standing
WHERE policy_version = $1 AND as_of = $2 AND built_to IS NULL;
