-- $1 period, $2 kind, $3 first day, $4 last day, $5 principal, $6 people, $7 total_fen. What was reviewed is to be reviewed again.
INSERT INTO pay_period (period, kind, first_day, last_day, state, calculated_by, people, total_fen)
VALUES ($1::text, $2::text, $3::date, $4::date, 1, $5::bigint, $6::bigint, $7::bigint)
ON CONFLICT (period) DO UPDATE
SET state = 1, calculated_by = excluded.calculated_by, reviewed_by = NULL, people = excluded.people, total_fen = excluded.total_fen
