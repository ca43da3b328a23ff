-- Customers that became known. $1 customer_ids, $2 names, $3 regions, $4 industries, $5 business types, in the order in which they were told.
INSERT INTO customer (customer_id, name, region, industry, business_type)
SELECT DISTINCT ON (told.customer_id) told.customer_id, told.name, told.region, told.industry, told.business_type
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
     WITH ORDINALITY AS told (customer_id, name, region, industry, business_type, n)
ORDER BY told.customer_id, told.n DESC
ON CONFLICT (customer_id) DO UPDATE
SET name = excluded.name, region = excluded.region, industry = excluded.industry, business_type = excluded.business_type;
