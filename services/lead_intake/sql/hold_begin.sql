-- Makes a lead the holder of its opportunity. $1 lead_id, $2 customer_id, $3 protected until, $4 is the customer new
UPDATE lead SET state = 2, customer_id = $2::bigint, protected_until = $3::timestamptz,
                customer_was_new = customer_was_new OR $4::boolean
WHERE lead_id = $1::bigint
