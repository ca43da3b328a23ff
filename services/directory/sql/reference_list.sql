-- $1 list ('' is all), $2 how many at most.
SELECT list, code, name_zh, name_en, sequence, mapping
FROM reference_code
WHERE $1::text = '' OR list = $1::text
ORDER BY list, sequence, code
LIMIT $2::bigint
