-- Customers by name key ($1), as customers_by_uscc.sql.
SELECT customer_id, identity_id, uscc, name_key, won_before, contract_until, tier,
       holder.lead_id, holder.product_line, holder.dealer_unit_id, holder.protected_until
FROM customer_standing AS customer
LEFT JOIN LATERAL (
    SELECT lead_id, product_line, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = customer.identity_id AND lead.state IN (2, 7)
      AND lead.product_line = ANY (ARRAY(SELECT product_line FROM directory.product_view WHERE code = ANY ($2::text[])))
    OFFSET 0) AS holder ON true
WHERE name_key = ANY ($1::text[])
