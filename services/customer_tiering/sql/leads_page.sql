-- Held leads of the customers after $1 up to $2, in no order. Those of customers that were merged count for those that stand for them;
-- these few are looked up once.
WITH merged AS MATERIALIZED (
    SELECT customer_id, identity_id FROM customer WHERE identity_id > $1 AND identity_id <= $2
)
SELECT customer_id, lead_id, quantity, stage
FROM lead
WHERE customer_id > $1 AND customer_id <= $2 AND is_held
UNION ALL
SELECT identity_id, lead_id, quantity, stage
FROM merged JOIN lead USING (customer_id)
WHERE is_held;
