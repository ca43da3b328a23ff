-- The nodes of the plan $1 from the month $10 on: $2 units, $3 people, $4 kinds, $5 parents, $6 codes, $7 names, $8 weights, $9 units
-- sold by month.
INSERT INTO plan_node (plan_id, unit_id, person_id, kind, parent_id, code, name, weight, season, first_month)
SELECT $1, unit_id, person_id, kind, parent_id, code, name, weight, season::bigint[], $10
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bigint[], $9::text[])
     AS node (unit_id, person_id, kind, parent_id, code, name, weight, season);
