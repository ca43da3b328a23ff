-- $1 conflict_id, $2 state, $3 reason, $4 principal, $5 now
UPDATE conflict SET state = $2::bigint, appeal_reason = $3::text, appealed_by = $4::bigint, appealed_at = $5::timestamptz
WHERE conflict_id = $1::bigint
