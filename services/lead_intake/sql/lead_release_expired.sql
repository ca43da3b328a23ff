-- Ends holds whose protection is over. $1 lead ids, $2 now.
UPDATE lead SET state = 5
WHERE lead_id = ANY ($1::bigint[]) AND state = 2 AND protected_until <= $2::timestamptz
RETURNING lead_id, customer_id
