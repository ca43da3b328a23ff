-- $1 lead_id[], $2 person_id[] (0: nobody), $3 dealer_unit_id[], $4 filed_on[]
INSERT INTO lead_credit (lead_id, person_id, dealer_unit_id, filed_on)
SELECT lead_id, nullif(person_id, 0), dealer_unit_id, filed_on
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[]) AS told (lead_id, person_id, dealer_unit_id, filed_on)
ON CONFLICT (lead_id) DO NOTHING
