-- What counts as of $3 of the customers after $1 up to $2: held leads with the vehicles wanted, vehicles delivered that had not come back.
-- Facts of customers that were merged count for those that stand for them; these few are looked up once.
WITH merged AS MATERIALIZED (
    SELECT customer_id, identity_id FROM customer WHERE identity_id > $1 AND identity_id <= $2
)
SELECT customer_id, lead_id, quantity AS wanted, stage, NULL::date AS delivered_on, 0::bigint AS price_fen
FROM lead
WHERE customer_id > $1 AND customer_id <= $2 AND is_held
UNION ALL
SELECT customer_id, lead_id, 0, 0, delivered_on, price_fen
FROM delivery
WHERE customer_id > $1 AND customer_id <= $2
  AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
UNION ALL
SELECT identity_id, lead_id, quantity, stage, NULL, 0
FROM merged JOIN lead USING (customer_id)
WHERE is_held
UNION ALL
SELECT identity_id, lead_id, 0, 0, delivered_on, price_fen
FROM merged JOIN delivery USING (customer_id)
WHERE NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
ORDER BY customer_id;
