-- To whom leads are credited from an event on, one row a part. $1 lead_id[], $2 position[], $3 conflict_id[] (0: none), $4 is_withdrawn[],
-- $5 place[] (0: no parts, its holder alone), $6 unit_id[], $7 person_id[] (0: nobody), $8 ppm[]
WITH told AS (
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
         AS part (lead_id, position, conflict_id, is_withdrawn, place, unit_id, person_id, ppm)
)
INSERT INTO lead_share (lead_id, position, conflict_id, is_withdrawn, unit_ids, person_ids, parts_ppm)
SELECT lead_id, position, nullif(conflict_id, 0), is_withdrawn,
       coalesce(array_agg(unit_id ORDER BY unit_id) FILTER (WHERE place > 0), '{}'),
       coalesce(array_agg(person_id ORDER BY unit_id) FILTER (WHERE place > 0), '{}'),
       coalesce(array_agg(ppm ORDER BY unit_id) FILTER (WHERE place > 0), '{}')
FROM told
GROUP BY lead_id, position, conflict_id, is_withdrawn
ON CONFLICT (lead_id, position) DO NOTHING
