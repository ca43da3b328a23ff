-- $1 delivery_id, $2 day, $3 reason
UPDATE delivery SET cancelled_on = $2::date, cancel_reason = $3::text WHERE delivery_id = $1::bigint AND cancelled_on IS NULL
