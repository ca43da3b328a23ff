-- $1 codes: those that are new, in the order given.
INSERT INTO person (code)
SELECT code
FROM unnest($1::text[]) WITH ORDINALITY AS new (code, place)
WHERE NOT EXISTS (SELECT FROM person WHERE person.code = new.code)
ORDER BY place
