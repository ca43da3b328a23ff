-- Delivered and open vehicles of the next customers after $1, at most $2 of them, as of $3. A vehicle of a held lead counts
-- once: as delivered if it was by that day and had not come back, else as open. One aggregation without joins: no statistics can make it slow. Facts of
-- customers that were merged count for those that stand for them; these few are joined.
WITH vehicle AS (
    SELECT customer_id, 0 AS lead_id, 0 AS delivered, 0 AS wanted, true AS is_registered
    FROM (SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL ORDER BY customer_id LIMIT $2) AS page
    UNION ALL
    SELECT customer_id, lead_id, 1, 0, false
    FROM delivery
    WHERE customer_id > $1
      AND customer_id <= (SELECT max(customer_id) FROM (SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL
                                                        ORDER BY customer_id LIMIT $2) AS page)
      AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
    UNION ALL
    SELECT customer_id, lead_id, 0, quantity, false
    FROM lead
    WHERE customer_id > $1
      AND customer_id <= (SELECT max(customer_id) FROM (SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL
                                                        ORDER BY customer_id LIMIT $2) AS page)
      AND is_held
    UNION ALL
    SELECT merged.identity_id, lead_id, 1, 0, false
    FROM customer AS merged JOIN delivery USING (customer_id)
    WHERE merged.identity_id > $1
      AND merged.identity_id <= (SELECT max(customer_id) FROM (SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL
                                                        ORDER BY customer_id LIMIT $2) AS page)
      AND NOT is_cancelled AND delivered_on <= $3 AND (returned_on IS NULL OR returned_on > $3)
    UNION ALL
    SELECT merged.identity_id, lead_id, 0, quantity, false
    FROM customer AS merged JOIN lead USING (customer_id)
    WHERE merged.identity_id > $1
      AND merged.identity_id <= (SELECT max(customer_id) FROM (SELECT customer_id FROM customer WHERE customer_id > $1 AND identity_id IS NULL
                                                        ORDER BY customer_id LIMIT $2) AS page)
      AND is_held
), by_lead AS (
    SELECT customer_id, sum(delivered) AS delivered, greatest(sum(wanted) - sum(delivered), 0) AS open,
           bool_or(is_registered) AS is_registered
    FROM vehicle GROUP BY customer_id, lead_id
)
SELECT customer_id, sum(delivered)::bigint, sum(open)::bigint
FROM by_lead
GROUP BY customer_id
HAVING bool_or(is_registered)
ORDER BY customer_id;
