-- Customers by USCC ($1): what most descriptions are recognised by at once; a row for each opportunity of theirs in the lines of the
-- products $2 that is held or in the pool, or one.
-- (As arrays: joined row by row with all other look-ups, the executor's nodes cost more than the index does. OFFSET 0 keeps the look-up of
-- holders one by index, see customer_find.sql: each line for each customer, which saves a round trip where there are few of both.)
SELECT customer_id, identity_id, uscc, name_key, won_before, contract_until, tier,
       holder.lead_id, holder.product_line, holder.dealer_unit_id, holder.protected_until
FROM customer_standing AS customer
LEFT JOIN LATERAL (
    SELECT lead_id, product_line, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = customer.identity_id AND lead.state IN (2, 7)
      AND lead.product_line = ANY (ARRAY(SELECT product_line FROM directory.product_view WHERE code = ANY ($2::text[])))
    OFFSET 0) AS holder ON true
WHERE uscc = ANY ($1::text[])
