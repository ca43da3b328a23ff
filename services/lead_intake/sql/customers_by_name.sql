-- Customers by name key ($1), as customers_by_uscc.sql.
SELECT customer_id, coalesce(identity_id, customer_id), uscc, name_key, won_at IS NOT NULL, contract_until,
       CASE WHEN identity_id IS NULL THEN tier ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END,
       holder.lead_id, holder.product_line, holder.dealer_unit_id, holder.protected_until
FROM customer
LEFT JOIN LATERAL (
    SELECT lead_id, product_line, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = coalesce(customer.identity_id, customer.customer_id) AND lead.state IN (2, 7)
    OFFSET 0) AS holder ON true
WHERE name_key = ANY ($1::text[])
