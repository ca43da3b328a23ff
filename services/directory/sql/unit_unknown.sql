-- $1 codes: the places (from 0) of those that name no unit.
SELECT place - 1 AS place
FROM unnest($1::text[]) WITH ORDINALITY AS asked (code, place)
WHERE NOT EXISTS (SELECT FROM unit WHERE unit.code = asked.code)
ORDER BY place
