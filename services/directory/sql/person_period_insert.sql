-- $1 codes, $2 first days, $3 last days ('' is open), $4 names, $5 codes of units, $6 jobs.
INSERT INTO person_period (person_id, valid_from, valid_to, name, unit_id, job)
SELECT n.person_id, v.valid_from, nullif(v.valid_to, '')::date, v.name, u.unit_id, v.job
FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[])
    AS v (code, valid_from, valid_to, name, unit_code, job)
JOIN person n ON n.code = v.code
JOIN unit u ON u.code = v.unit_code
