-- Leads in the pool, newest first: those whose last holder is below the areas (as of today), or below none of them.
-- $1 areas, $2 below none, $3 below this lead_id or NULL, $4 how many.
WITH RECURSIVE today AS (
    SELECT unit_id, parent_id FROM directory.unit_view
    WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
), subtree AS (
    SELECT unit_id FROM today WHERE unit_id = ANY ($1::bigint[])
    UNION
    SELECT today.unit_id FROM today JOIN subtree ON today.parent_id = subtree.unit_id
)
SELECT lead.lead_id, customer.name, lead.product_code, lead.quantity, lead.business_type, lead.protected_until,
       lead.dealer_unit_id
FROM lead
JOIN customer USING (customer_id)
WHERE lead.state = 7
  AND (lead.dealer_unit_id IN (SELECT unit_id FROM subtree)) <> $2::boolean
  AND ($3::bigint IS NULL OR lead.lead_id < $3)
ORDER BY lead.lead_id DESC
LIMIT $4::bigint
