-- $1 customer_id[], $2 position[], $3 since[], $4 tier[], $5 run_id[]
INSERT INTO customer_tier (customer_id, position, since, tier, run_id)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[], $5::bigint[])
ON CONFLICT (customer_id, position) DO NOTHING
