-- Leads, newest first. Their version is the transaction that wrote the row last. $1 units whose subtrees are wanted (as of today), $2 customer or NULL, $3 state or NULL, $4 below this
-- lead_id or NULL, $5 one lead_id or NULL, $6 how many, $7 only holds
-- that end before this instant, or NULL.
WITH RECURSIVE today AS (
    SELECT unit_id, parent_id FROM directory.unit_view
    WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
), subtree AS (
    SELECT unit_id FROM today WHERE unit_id = ANY ($1::bigint[])
    UNION
    SELECT today.unit_id FROM today JOIN subtree ON today.parent_id = subtree.unit_id
)
SELECT lead.lead_id, coalesce(lead.identity_id, lead.customer_id), coalesce(customer.name, lead.filed_name), lead.dealer_unit_id,
       coalesce(lead.dealer_reference, ''), lead.product_code, lead.product_line, lead.quantity, lead.business_type,
       lead.information_class, lead.purchase_mode, lead.source, lead.found_on, lead.expected_on, lead.remarks, lead.state,
       lead.filed_at, lead.protected_until,
       (SELECT count(*) FILTER (WHERE ended_on IS NULL) FROM delivery WHERE delivery.lead_id = lead.lead_id),
       lead.buying_stage, lead.selling_stage, coalesce(lead.order_number, ''), coalesce(lead.loss_reason, 0),
       coalesce(lead.lost_to, ''), lead.closed_at, lead.contact_name, lead.contact_phone, coalesce(lead.details, ''),
       coalesce(customer.industry_code, ''), coalesce(product.use_class, 0), lead.xmin::text::bigint
FROM lead
LEFT JOIN customer ON customer.customer_id = coalesce(lead.identity_id, lead.customer_id)
LEFT JOIN LATERAL (
    SELECT use_class FROM directory.product_view WHERE code = lead.product_code LIMIT 1) AS product ON true
WHERE lead.dealer_unit_id IN (SELECT unit_id FROM subtree)
  AND ($2::bigint IS NULL OR coalesce(lead.identity_id, lead.customer_id) = $2)
  AND ($3::bigint IS NULL OR lead.state = $3)
  AND ($4::bigint IS NULL OR lead.lead_id < $4)
  AND ($5::bigint IS NULL OR lead.lead_id = $5)
  AND ($7::timestamptz IS NULL OR lead.state = 2 AND lead.protected_until < $7)
ORDER BY lead.lead_id DESC
LIMIT $6::bigint
