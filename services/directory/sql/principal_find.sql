-- $1 name.
SELECT principal_id FROM principal WHERE name = $1::text
