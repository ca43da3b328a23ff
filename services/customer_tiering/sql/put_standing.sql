-- The customers $2 stand with the amounts $3 in the standing $1.
INSERT INTO standing_customer (standing_id, customer_id, amounts)
SELECT $1, told.customer_id, told.amounts
FROM unnest($2::bigint[], $3::bytea[]) AS told (customer_id, amounts)
ON CONFLICT (standing_id, customer_id) DO UPDATE
SET amounts = excluded.amounts
WHERE standing_customer.amounts <> excluded.amounts;
