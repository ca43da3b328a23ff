-- Which customers descriptions mean: $1 USCCs (NULL: none), $2 name keys. For those that customers_by_uscc and
-- customers_by_name do not settle.
-- Each look-up is LATERAL with LIMIT 1, which keeps it an index look-up: joined plainly, a table that was small when the plan was
-- made is read whole for each batch, and the plan stays when the table has grown (measured: 500 leads a second).
-- What a person decided is looked up only where the evidence contradicts itself. A merged customer is found as it was; two of which
-- one stands for the other (identity_id) do not contradict each other.
SELECT asked.place - 1, by_uscc.customer_id,
       CASE WHEN by_name.identity_id = by_uscc.identity_id THEN by_uscc.customer_id ELSE by_name.customer_id END,
       by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id, decided.customer_id,
       coalesce(decided.identity_id, by_uscc.identity_id, by_name.identity_id, alias.identity_id),
       standing.won_before, standing.contract_until, standing.tier
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (uscc, name_key, place)
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id
    FROM customer WHERE uscc = asked.uscc LIMIT 1) AS by_uscc ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, uscc
    FROM customer WHERE name_key = asked.name_key LIMIT 1) AS by_name ON true
LEFT JOIN LATERAL (
    SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id
    FROM customer_alias JOIN customer USING (customer_id)
    WHERE coalesce(by_uscc.customer_id, by_name.customer_id) IS NULL AND alias_key = asked.name_key LIMIT 1) AS alias ON true
LEFT JOIN LATERAL (
    SELECT made.customer_id, coalesce(customer.identity_id, customer.customer_id) AS identity_id
    FROM review_decision AS made JOIN customer USING (customer_id)
    WHERE (by_uscc.identity_id <> by_name.identity_id OR by_uscc.customer_id IS NULL AND by_name.uscc <> asked.uscc)
      AND (made.name_key, made.uscc) = (asked.name_key, asked.uscc)
    ORDER BY made.lead_id DESC LIMIT 1) AS decided ON true
LEFT JOIN LATERAL (
    SELECT won_before, contract_until, tier FROM customer_standing
    WHERE customer_id = coalesce(decided.identity_id, by_uscc.identity_id, by_name.identity_id, alias.identity_id) LIMIT 1) AS standing ON true
