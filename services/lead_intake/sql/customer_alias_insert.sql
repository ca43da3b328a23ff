-- Other names of customers; a name that is taken already stays with whom it has. $1 keys, $2 customers, $3 as written.
INSERT INTO customer_alias (alias_key, customer_id, alias)
SELECT DISTINCT ON (alias_key) alias_key, customer_id, alias
FROM unnest($1::text[], $2::bigint[], $3::text[]) AS given (alias_key, customer_id, alias)
ORDER BY alias_key
ON CONFLICT DO NOTHING
