-- The forward entry that ends a delivery, and that it ended. $1 delivery_id, $2 kind (1 cancelled, 2 returned), $3 day, $4 reason,
-- $5 principal_id, $6 now
WITH ended AS (
    UPDATE delivery SET ended_on = $3::date WHERE delivery_id = $1::bigint AND ended_on IS NULL RETURNING delivery_id
)
INSERT INTO delivery_entry (delivery_id, kind, entered_on, reason, principal_id, entered_at)
SELECT delivery_id, $2::bigint, $3::date, $4::text, $5::bigint, $6::timestamptz FROM ended
