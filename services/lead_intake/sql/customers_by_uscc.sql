-- Customers by USCC ($1): what most descriptions are recognised by at once; a row for each opportunity of theirs that is held or in the
-- pool, or one.
-- (As an array: joined row by row with all other look-ups, the executor's nodes cost more than the index does. OFFSET 0 keeps the look-up of
-- holders one by index, see customer_find.sql; it costs as much as in a statement of its own and saves that one's round trip.)
SELECT customer_id, identity_id, uscc, name_key, won_before, contract_until, tier,
       holder.lead_id, holder.product_line, holder.dealer_unit_id, holder.protected_until
FROM customer_standing AS customer
LEFT JOIN LATERAL (
    SELECT lead_id, product_line, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = customer.identity_id AND lead.state IN (2, 7)
    OFFSET 0) AS holder ON true
WHERE uscc = ANY ($1::text[])
