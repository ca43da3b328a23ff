-- $1 first and $2 last day, $3 roles[], $4 person_code ('': everybody). One row for each stretch of days with one of the roles.
SELECT person_id, code, name, unit_id, job, greatest(valid_from, $1::date), least(coalesce(valid_to, $2::date), $2::date)
FROM directory.person_view
WHERE valid_from <= $2::date AND (valid_to IS NULL OR valid_to >= $1::date) AND job = ANY ($3::text[]) AND ($4::text = '' OR code = $4::text)
ORDER BY person_id, valid_from
