-- $1 run_id, $2 person_id[], $3 person_code[], $4 person_name[], $5 unit_id[], $6 plan_id[], $7 plan_version[], $8 total_fen[]
INSERT INTO statement (run_id, person_id, person_code, person_name, unit_id, plan_id, plan_version, total_fen)
SELECT $1::bigint, person_id, person_code, person_name, unit_id, plan_id, plan_version, total_fen
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
     AS added (person_id, person_code, person_name, unit_id, plan_id, plan_version, total_fen)
RETURNING statement_id, person_id
