-- $1 dispute_id, $2 answer, $3 correction_fen, $4 principal. No row: there is no such open dispute.
UPDATE pay_dispute SET answer = $2::text, correction_fen = $3::bigint, resolved_by = $4::bigint, resolved_at = now()
WHERE dispute_id = $1::bigint AND answer IS NULL
RETURNING dispute_id
