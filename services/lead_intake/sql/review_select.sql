-- Leads in review, the oldest first. $1 units whose subtrees are wanted (as of today), $2 above this lead_id, $3 how many.
WITH RECURSIVE today AS (
    SELECT unit_id, parent_id FROM directory.unit_view
    WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
), subtree AS (
    SELECT unit_id FROM today WHERE unit_id = ANY ($1::bigint[])
    UNION
    SELECT today.unit_id FROM today JOIN subtree ON today.parent_id = subtree.unit_id
)
SELECT lead_id, dealer_unit_id, product_code, quantity, filed_name, filed_uscc, filed_region, contact_name, contact_phone, filed_at,
       candidate_customer_id
FROM lead
WHERE state = 1 AND lead_id > $2::bigint AND dealer_unit_id IN (SELECT unit_id FROM subtree)
ORDER BY lead_id
LIMIT $3::bigint
