-- $1 the customer to be itself again, $2 what stood for it, $3 reason, $4 principal, $5 now. What was merged into it goes along.
WITH RECURSIVE part AS (
    SELECT $1::bigint AS customer_id
    UNION ALL
    SELECT customer.customer_id FROM customer JOIN part ON customer.merged_into_id = part.customer_id
), customers AS (
    UPDATE customer SET identity_id = nullif($1::bigint, customer_id), merged_into_id = CASE WHEN customer_id <> $1::bigint THEN merged_into_id END
    WHERE customer_id = ANY (ARRAY(SELECT customer_id FROM part))
), leads AS (
    UPDATE lead SET identity_id = nullif($1::bigint, customer_id), first_identity_id = coalesce(first_identity_id, identity_id, customer_id)
    WHERE (coalesce(identity_id, customer_id) = $2::bigint AND state IN (2, 7) OR coalesce(identity_id, customer_id) = $2::bigint AND state NOT IN (2, 7))
      AND customer_id = ANY (ARRAY(SELECT customer_id FROM part))
)
UPDATE customer_merge SET unmerge_reason = $3::text, unmerged_by = $4::bigint, unmerged_at = $5::timestamptz
WHERE merged_id = $1::bigint AND unmerged_at IS NULL
RETURNING merge_id
