-- $1 codes, $2 kinds: those that are new, in the order given.
INSERT INTO unit (code, kind)
SELECT code, kind
FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS new (code, kind, place)
WHERE NOT EXISTS (SELECT FROM unit WHERE unit.code = new.code)
ORDER BY place
