-- $1 unit_id[], $2 person_id[] (0: the unit), $3 quarter[] (first day), $4 attainment_ppm[], $5 quality_ppm[], $6 position[].
-- The latest stands, in any order.
INSERT INTO evaluation (unit_id, person_id, quarter, attainment_ppm, quality_ppm, position)
SELECT DISTINCT ON (unit_id, person_id, quarter) unit_id, person_id, quarter, attainment_ppm, quality_ppm, position
FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[])
     AS told (unit_id, person_id, quarter, attainment_ppm, quality_ppm, position)
ORDER BY unit_id, person_id, quarter, position DESC
ON CONFLICT (unit_id, person_id, quarter) DO UPDATE
SET attainment_ppm = excluded.attainment_ppm, quality_ppm = excluded.quality_ppm, position = excluded.position
WHERE evaluation.position < excluded.position
