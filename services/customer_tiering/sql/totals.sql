-- What was learnt of all customers: customers, leads, open vehicles, delivered vehicles, revenue.
WITH vehicle AS (
    SELECT customer_id, lead_id, 1 AS delivered, 0 AS wanted, price_fen FROM delivery WHERE NOT is_cancelled
    UNION ALL
    SELECT customer_id, lead_id, 0, quantity, 0 FROM lead WHERE is_held
), by_lead AS (
    SELECT sum(delivered) AS delivered, greatest(sum(wanted) - sum(delivered), 0) AS open, sum(price_fen) AS revenue
    FROM vehicle GROUP BY customer_id, lead_id
)
SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM lead), coalesce(sum(open), 0)::bigint,
       coalesce(sum(delivered), 0)::bigint, coalesce(sum(revenue), 0)::bigint
FROM by_lead;
