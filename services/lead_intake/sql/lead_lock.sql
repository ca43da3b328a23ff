-- One lead as it stands, locked until the transaction ends. $1 lead_id.
SELECT lead.lead_id, lead.customer_id, lead.state, lead.dealer_unit_id, lead.protected_until, coalesce(lead.held_since, lead.filed_at),
       lead.progress_at, lead.extended_at, lead.closed_at, lead.filed_at, lead.quantity, lead.business_type, lead.information_class,
       lead.purchase_mode, lead.source, lead.buying_stage, lead.selling_stage, lead.loss_reason, lead.product_line, lead.expected_on,
       lead.contract_until, lead.contact_name, lead.contact_phone, lead.remarks, lead.details, lead.order_number, lead.lost_to,
       customer.won_at IS NOT NULL, customer.contract_until,
       CASE WHEN customer.identity_id IS NULL THEN customer.tier
            ELSE (SELECT standing.tier FROM customer AS standing WHERE standing.customer_id = customer.identity_id) END,
       lead.xmin::text
FROM lead
LEFT JOIN customer USING (customer_id)
WHERE lead.lead_id = $1::bigint
FOR UPDATE OF lead
