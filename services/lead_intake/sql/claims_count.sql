-- $1 principal, $2 since.
SELECT count(*) FROM lead_history WHERE event = 'claim' AND principal_id = $1::bigint AND at >= $2::timestamptz
