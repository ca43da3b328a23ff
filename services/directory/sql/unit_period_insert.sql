-- $1 codes, $2 first days, $3 last days ('' is open), $4 names, $5 codes of parents ('' is none).
INSERT INTO unit_period (unit_id, kind, valid_from, valid_to, name, parent_id)
SELECT u.unit_id, u.kind, v.valid_from, nullif(v.valid_to, '')::date, v.name, a.unit_id
FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[]) AS v (code, valid_from, valid_to, name, parent_code)
JOIN unit u USING (code)
LEFT JOIN unit a ON a.code = v.parent_code
