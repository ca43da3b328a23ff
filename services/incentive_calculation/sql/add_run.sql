-- $1 month, $2 people, $3 total_fen, $4 principal
INSERT INTO run (month, people, total_fen, run_by)
VALUES ($1::date, $2::bigint, $3::bigint, $4::bigint)
RETURNING run_id
