-- $1 period, $2 person_id[], $3 person_code[], $4 person_name[], $5 unit_id[], $6 earned_fen[], $7 forwarded_fen[], $8 total_fen[], $9 document[]
INSERT INTO pay_statement (period, person_id, person_code, person_name, unit_id, earned_fen, forwarded_fen, total_fen, document)
SELECT $1::text, person_id, person_code, person_name, unit_id, earned_fen, forwarded_fen, total_fen, document
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[])
     AS added (person_id, person_code, person_name, unit_id, earned_fen, forwarded_fen, total_fen, document)
