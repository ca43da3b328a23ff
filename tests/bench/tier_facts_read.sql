-- The same facts in one statement, and the customers sorted by one sum.
EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF)
SELECT customer_id, sum(value) AS value
FROM (SELECT customer_id, 10 AS value FROM customer_tiering.delivery WHERE NOT is_cancelled AND delivered_on <= '2014-09-30'
      UNION ALL
      SELECT customer_id, 3 * quantity FROM customer_tiering.lead WHERE is_held) AS fact
GROUP BY customer_id
ORDER BY value DESC, customer_id;
