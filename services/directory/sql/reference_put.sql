-- $1 lists, $2 codes, $3 Chinese names, $4 English names, $5 sequences, $6 mappings. No code of a list twice.
INSERT INTO reference_code AS r (list, code, name_zh, name_en, sequence, mapping)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
ON CONFLICT (list, code) DO UPDATE
SET name_zh = excluded.name_zh, name_en = excluded.name_en, sequence = excluded.sequence, mapping = excluded.mapping
WHERE (r.name_zh, r.name_en, r.sequence, r.mapping)
    IS DISTINCT FROM (excluded.name_zh, excluded.name_en, excluded.sequence, excluded.mapping)
