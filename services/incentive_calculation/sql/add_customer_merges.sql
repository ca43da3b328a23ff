-- $1 customer_id[], $2 position[], $3 survivor_id[] (0: itself again)
INSERT INTO customer_merge (customer_id, position, survivor_id)
SELECT customer_id, position, nullif(survivor_id, 0) FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS told (customer_id, position, survivor_id)
ON CONFLICT (customer_id, position) DO NOTHING
