-- What counts as of $3 of the customers after $1 up to $2: held leads with the vehicles wanted, vehicles delivered that had not come
-- back; of a lead the wanted ones first. Facts of customers that were merged count for those that stand for them; these few are joined.
SELECT customer_id, lead_id, quantity AS wanted, stage, NULL::date AS delivered_on, 0::bigint AS price_fen
FROM lead
WHERE customer_id > $1 AND customer_id <= $2 AND is_held
UNION ALL
SELECT customer_id, lead_id, 0, 0, delivered_on, price_fen
FROM delivery
WHERE customer_id > $1 AND customer_id <= $2
  AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
UNION ALL
SELECT merged.identity_id, lead_id, quantity, stage, NULL, 0
FROM customer AS merged JOIN lead USING (customer_id)
WHERE merged.identity_id > $1 AND merged.identity_id <= $2 AND is_held
UNION ALL
SELECT merged.identity_id, lead_id, 0, 0, delivered_on, price_fen
FROM customer AS merged JOIN delivery USING (customer_id)
WHERE merged.identity_id > $1 AND merged.identity_id <= $2
  AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
ORDER BY customer_id, lead_id, wanted DESC;
