-- Vehicles of the customers $1, and of those that were merged into them, that were delivered and had not come back as of $2.
WITH member AS MATERIALIZED (
    SELECT customer_id, customer_id AS identity_id FROM unnest($1::bigint[]) AS asked (customer_id)
    UNION ALL
    SELECT customer_id, identity_id FROM customer WHERE identity_id = ANY ($1)
)
SELECT identity_id, lead_id, delivered_on, price_fen
FROM member JOIN delivery USING (customer_id)
WHERE NOT is_cancelled AND delivered_on <= $2 AND (returned_on IS NULL OR returned_on > $2);
