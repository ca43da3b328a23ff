-- Held leads of the customers $1, and of those that were merged into them.
WITH member AS MATERIALIZED (
    SELECT customer_id, customer_id AS identity_id FROM unnest($1::bigint[]) AS asked (customer_id)
    UNION ALL
    SELECT customer_id, identity_id FROM customer WHERE identity_id = ANY ($1)
)
SELECT identity_id, lead_id, quantity, stage
FROM member JOIN lead USING (customer_id)
WHERE is_held;
