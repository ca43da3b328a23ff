-- Vehicles of the customers after $1 up to $2 that were delivered and had not come back as of $3, in no order; merged customers as in
-- leads_page.sql.
WITH merged AS MATERIALIZED (
    SELECT customer_id, identity_id FROM customer WHERE identity_id > $1 AND identity_id <= $2
)
SELECT customer_id, lead_id, delivered_on, price_fen
FROM delivery
WHERE customer_id > $1 AND customer_id <= $2
  AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
UNION ALL
SELECT identity_id, lead_id, delivered_on, price_fen
FROM merged JOIN delivery USING (customer_id)
WHERE NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3);
