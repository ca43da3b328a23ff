-- $1 principal.
SELECT EXISTS (SELECT FROM directory.principal_view WHERE name = $1::text)
