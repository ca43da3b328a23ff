-- What was learnt of all customers: customers, leads, open vehicles, delivered vehicles, revenue.
WITH on_lead AS (
    SELECT customer_id, lead_id, 1 AS delivered, 0 AS wanted FROM delivery WHERE NOT is_cancelled AND returned_on IS NULL AND lead_id <> 0
    UNION ALL
    SELECT customer_id, lead_id, 0, quantity FROM lead WHERE is_held
), open AS (
    SELECT greatest(sum(wanted) - sum(delivered), 0) AS units FROM on_lead GROUP BY customer_id, lead_id
), delivered AS (
    SELECT count(*) AS units, sum(price_fen) AS revenue FROM delivery WHERE NOT is_cancelled AND returned_on IS NULL
)
SELECT (SELECT count(*) FROM customer WHERE identity_id IS NULL), (SELECT count(*) FROM lead), coalesce((SELECT sum(units) FROM open), 0)::bigint,
       delivered.units, coalesce(delivered.revenue, 0)::bigint
FROM delivered;
