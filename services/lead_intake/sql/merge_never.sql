-- Did somebody decide that two customers, or two of which they stand for one each, are not the same? The newest such decision.
-- $1, $2 the customers, in either order.
WITH one AS (
    SELECT $1::bigint AS customer_id UNION ALL SELECT customer_id FROM customer WHERE identity_id = $1::bigint
), other AS (
    SELECT $2::bigint AS customer_id UNION ALL SELECT customer_id FROM customer WHERE identity_id = $2::bigint
), pair AS (
    SELECT never_same.* FROM one JOIN never_same USING (customer_id) JOIN other ON other.customer_id = never_same.other_id
    UNION ALL
    SELECT never_same.* FROM other JOIN never_same USING (customer_id) JOIN one ON one.customer_id = never_same.other_id
)
SELECT pair.customer_id, pair.other_id, pair.lead_id, coalesce(principal.name, ''), review_decision.decided_at, review_decision.reason
FROM pair
JOIN review_decision USING (lead_id)
LEFT JOIN directory.principal_view AS principal USING (principal_id)
ORDER BY review_decision.decided_at DESC, pair.lead_id DESC
LIMIT 1
