-- Deliveries from $1 to $2 by business type.
SELECT type::text, count(a.delivery_id)
FROM generate_series(1, 4) AS type
LEFT JOIN actual a ON a.business_type = type AND a.delivered_on BETWEEN $1 AND $2 AND NOT a.is_cancelled AND a.returned_on IS NULL
GROUP BY type
ORDER BY type;
