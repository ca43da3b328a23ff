-- What counts for people. $1 first and $2 last day, $3 person_ids[], $4 roles credited by name, $5 roles credited with all of their unit.
-- Each counts by the role and unit that the person had on the day of the delivery or lead, each dealer where it stood on that day.
WITH counting AS MATERIALIZED (
    SELECT * FROM credit WHERE day BETWEEN $1::date AND $2::date
), job AS MATERIALIZED (
    SELECT person_id, unit_id, job, valid_from, coalesce(valid_to, 'infinity') AS valid_to
    FROM directory.person_view WHERE person_id = ANY ($3::bigint[])
), above AS (
    SELECT counting.*, level.unit_id
    FROM counting
    LEFT JOIN directory.unit_view dealer ON dealer.unit_id = counting.dealer_unit_id
        AND dealer.valid_from <= counting.day AND (dealer.valid_to IS NULL OR dealer.valid_to >= counting.day)
    LEFT JOIN directory.unit_view area ON area.unit_id = dealer.parent_id
        AND area.valid_from <= counting.day AND (area.valid_to IS NULL OR area.valid_to >= counting.day)
    CROSS JOIN LATERAL (VALUES (counting.dealer_unit_id), (dealer.parent_id), (area.parent_id)) AS level (unit_id)
)
SELECT counting.person_id, kind, id, day, parts, place, cancelled_on, product_code, business_type, price_fen, use_class, tier, quality, outcome,
       told_at, ended_at, shared_at, tier_run, rated_at
FROM counting JOIN job ON job.person_id = counting.person_id AND job = ANY ($4::text[]) AND day BETWEEN valid_from AND valid_to
UNION ALL
SELECT job.person_id, kind, id, day, parts, place, cancelled_on, product_code, business_type, price_fen, use_class, tier, quality, outcome,
       told_at, ended_at, shared_at, tier_run, rated_at
FROM above JOIN job ON job.unit_id = above.unit_id AND job = ANY ($5::text[]) AND day BETWEEN valid_from AND valid_to
ORDER BY 1, 2, 3, 6
