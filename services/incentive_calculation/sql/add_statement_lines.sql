-- $1 run_id, then one array a column; $9 holds each line's source ids as text: {1,2,3}
INSERT INTO statement_line (statement_id, sequence, component, basis_units, from_units, fen_per_unit, amount_fen,
                            reason_en, reason_zh, source_ids, credited_ppm)
SELECT statement_id, sequence, component, basis_units, from_units, fen_per_unit, amount_fen, reason_en, reason_zh,
       source_ids::bigint[], credited_ppm
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[],
            $10::text[], $11::text[], $12::bigint[])
     AS line (person_id, sequence, component, basis_units, from_units, fen_per_unit, amount_fen, source_ids,
              reason_en, reason_zh, credited_ppm)
JOIN statement USING (person_id)
WHERE run_id = $1::bigint
