-- $1 codes: all periods of these people.
SELECT n.code, p.valid_from, p.valid_to, p.name, u.code AS unit_code, p.job
FROM person n
JOIN person_period p USING (person_id)
JOIN unit u USING (unit_id)
WHERE n.code = ANY ($1::text[])
ORDER BY n.person_id, p.valid_from
