-- Customers by USCC ($1): what most descriptions are recognised by at once; a row for each opportunity of theirs that is held or in the
-- pool, or one.
-- (As an array: joined row by row with all other look-ups, the executor's nodes cost more than the index does. OFFSET 0 keeps the look-up of
-- holders one by index, see customer_find.sql; it costs as much as in a statement of its own and saves that one's round trip.) The tier is
-- that of what stands for the customer, which is looked up for merged ones alone.
SELECT customer_id, coalesce(identity_id, customer_id), uscc, name_key, won_at IS NOT NULL, contract_until,
       CASE WHEN identity_id IS NULL THEN tier ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END,
       holder.lead_id, holder.product_line, holder.dealer_unit_id, holder.protected_until
FROM customer
LEFT JOIN LATERAL (
    SELECT lead_id, product_line, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = coalesce(customer.identity_id, customer.customer_id) AND lead.state IN (2, 7)
    OFFSET 0) AS holder ON true
WHERE uscc = ANY ($1::text[])
