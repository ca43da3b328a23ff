-- $1 code.
SELECT EXISTS (SELECT FROM person WHERE code = $1::text)
