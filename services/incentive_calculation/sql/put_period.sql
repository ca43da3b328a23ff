-- $1 period, $2 kind, $3 first day, $4 last day, $5 principal, $6 facts document. What was reviewed is to be reviewed again.
INSERT INTO pay_period (period, kind, first_day, last_day, state, calculated_by, people, total_fen, facts)
VALUES ($1::text, $2::text, $3::date, $4::date, 1, $5::bigint, 0, 0, $6::text)
ON CONFLICT (period) DO UPDATE SET state = 1, calculated_by = excluded.calculated_by, reviewed_by = NULL, facts = excluded.facts
