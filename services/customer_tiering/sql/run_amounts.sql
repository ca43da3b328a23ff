-- The amounts of all customers of the run $1, packed as standing_store.c reads them.
SELECT coalesce(string_agg(int8send(customer_id) || amounts, ''), '') FROM tier_assignment WHERE run_id = $1;
