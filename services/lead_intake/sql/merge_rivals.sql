-- Product lines of which both customers have an open lead: the one that stays, and the one that gives way. A held one comes before
-- one in the pool, then the one filed first. $1, $2 the customers.
SELECT CASE WHEN (one.state, one.filed_at, one.lead_id) < (other.state, other.filed_at, other.lead_id) THEN one.lead_id ELSE other.lead_id END,
       CASE WHEN (one.state, one.filed_at, one.lead_id) < (other.state, other.filed_at, other.lead_id) THEN other.lead_id ELSE one.lead_id END
FROM lead AS one
JOIN lead AS other ON coalesce(other.identity_id, other.customer_id) = $2::bigint AND other.product_line = one.product_line AND other.state IN (2, 7)
WHERE coalesce(one.identity_id, one.customer_id) = $1::bigint AND one.state IN (2, 7)
ORDER BY one.product_line
FOR UPDATE
