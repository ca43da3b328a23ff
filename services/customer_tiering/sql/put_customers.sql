-- Customers that became known. $1 customer_ids, $2 names, in the order in which they were told.
INSERT INTO customer (customer_id, name)
SELECT DISTINCT ON (told.customer_id) told.customer_id, told.name
FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS told (customer_id, name, n)
ORDER BY told.customer_id, told.n DESC
ON CONFLICT (customer_id) DO UPDATE SET name = excluded.name;
