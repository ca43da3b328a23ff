-- Targets and evaluations of people. $1 person_ids[], $2 first and $3 last day, $4 period (month, quarter, year), $5 its length as an interval,
-- $6 roles credited with all of their unit: their target is the unit's. Evaluations are of quarters: plans of months do not follow them.
-- Who has no evaluation of their own has the one of their unit. kind: 0 attainment, 2 quality, 3 target in vehicles (enum pay_fact_kind).
WITH job AS (
    SELECT person_id, unit_id, job, valid_from, coalesce(valid_to, 'infinity') AS valid_to
    FROM directory.person_view WHERE person_id = ANY ($1::bigint[])
), evaluated AS (
    SELECT DISTINCT ON (job.person_id, quarter) job.person_id, quarter, attainment_ppm, quality_ppm, position
    FROM job
    JOIN evaluation ON evaluation.person_id = job.person_id OR (evaluation.person_id = 0 AND evaluation.unit_id = job.unit_id)
    WHERE $4::text <> 'month' AND quarter BETWEEN $2::date AND $3::date
      AND (quarter + interval '3 months - 1 day')::date BETWEEN valid_from AND valid_to
    ORDER BY job.person_id, quarter, evaluation.person_id DESC, position DESC
)
SELECT job.person_id, 3::bigint AS kind, date_trunc($4::text, month)::date AS first_day,
       (date_trunc($4::text, month) + $5::interval - interval '1 day')::date AS last_day, sum(units)::bigint AS value, max(position) AS position
FROM job JOIN unit_target USING (unit_id)
WHERE job = ANY ($6::text[]) AND month BETWEEN $2::date AND $3::date
  AND (month + interval '1 month - 1 day')::date BETWEEN valid_from AND valid_to
GROUP BY job.person_id, date_trunc($4::text, month)
UNION ALL
SELECT person_id, 0, quarter, (quarter + interval '3 months - 1 day')::date, attainment_ppm, position FROM evaluated
UNION ALL
SELECT person_id, 2, quarter, (quarter + interval '3 months - 1 day')::date, (quality_ppm + 5000) / 10000, position FROM evaluated WHERE quality_ppm > 0
ORDER BY 1, 2, 3
