-- $1 the survivor, $2 the merged one, $3 reason, $4 principal, $5 now, $6 why all the same or ''. All that stood for the merged one stands for the survivor.
-- Leads are found by two partial indexes, lead_one_holder and lead_of_identity.
WITH customers AS (
    UPDATE customer SET identity_id = $1::bigint,
                        merged_into_id = CASE WHEN customer_id = $2::bigint THEN $1::bigint ELSE merged_into_id END
    WHERE customer_id = $2::bigint OR identity_id = $2::bigint
), survivor AS (
    UPDATE customer SET stands_for_others = true WHERE customer_id = $1::bigint
), leads AS (
    UPDATE lead SET identity_id = $1::bigint, first_identity_id = coalesce(first_identity_id, identity_id, customer_id)
    WHERE coalesce(identity_id, customer_id) = $2::bigint AND state IN (2, 7) OR coalesce(identity_id, customer_id) = $2::bigint AND state NOT IN (2, 7)
)
INSERT INTO customer_merge (survivor_id, merged_id, reason, principal_id, merged_at, override_reason)
VALUES ($1::bigint, $2::bigint, $3::text, $4::bigint, $5::timestamptz, nullif($6::text, ''))
RETURNING merge_id
