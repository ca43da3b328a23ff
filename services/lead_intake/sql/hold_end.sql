-- Ends a hold, or puts a lead aside that another hold stands against. $1 lead_id, $2 customer_id
UPDATE lead SET state = 5, customer_id = $2::bigint, credit_unit_ids = NULL, credit_ppm = NULL WHERE lead_id = $1::bigint
