-- $1 first and $2 last day, $3 jobs[]. Who is paid: people of these jobs; the job and unit held last in the
-- month count for the whole month.
SELECT person_id, code, name, unit_id, job
FROM (
    SELECT DISTINCT ON (person_id) person_id, code, name, unit_id, job
    FROM directory.person_view
    WHERE valid_from <= $2::date AND (valid_to IS NULL OR valid_to >= $1::date)
    ORDER BY person_id, valid_from DESC
) AS person
WHERE job = ANY ($3::text[])
ORDER BY person_id
