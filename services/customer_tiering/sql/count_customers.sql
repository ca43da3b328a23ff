SELECT count(*) FROM customer WHERE identity_id IS NULL;
