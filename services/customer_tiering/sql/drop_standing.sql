-- The customers $2 of the standing $1, but for $3, stand there no more.
DELETE FROM standing_customer
WHERE standing_id = $1 AND customer_id = ANY ($2) AND customer_id <> ALL ($3);
