-- $1 statement_id[], $2 the most source ids that a line tells
SELECT statement_id, component, basis_units, from_units, fen_per_unit, amount_fen, reason_en, reason_zh,
       array_to_string(source_ids[1:$2::bigint], ',') AS source_ids, credited_ppm
FROM statement_line
WHERE statement_id = ANY ($1::bigint[])
ORDER BY statement_id, sequence
