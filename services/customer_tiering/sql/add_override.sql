INSERT INTO override (customer_id, tier, reason, approver, until, put_by, put_at)
SELECT customer_id, $2, $3, $4, $5, $6, $7 FROM customer WHERE customer_id = $1
RETURNING override_id;
