-- $1 period, $2 person_id[], $3 origin[], $4 amount_fen[]
INSERT INTO pay_forward (person_id, origin, period, amount_fen)
SELECT person_id, origin, $1::text, amount_fen FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS added (person_id, origin, amount_fen)
