-- $1 period, $2 person_code ('': everybody), $3 person_id of the caller, who is meant by '' with $4 true
SELECT statement.person_id, statement.unit_id, person_code, person_name, statement.total_fen, forwarded_fen, document, state::bigint
FROM pay_statement AS statement JOIN pay_period USING (period)
WHERE period = $1::text AND CASE WHEN $4::boolean THEN person_id = $3::bigint WHEN $2::text <> '' THEN person_code = $2::text ELSE true END
ORDER BY person_code
