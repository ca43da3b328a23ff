-- $1 period, $2 new state, $3 principal, $4 payment reference
UPDATE pay_period
SET state = $2::bigint,
    reviewed_by = CASE WHEN $2::bigint = 2 THEN $3::bigint ELSE reviewed_by END,
    approved_by = CASE WHEN $2::bigint = 3 THEN $3::bigint ELSE approved_by END,
    paid_by = CASE WHEN $2::bigint = 4 THEN $3::bigint ELSE paid_by END,
    closed_by = CASE WHEN $2::bigint = 5 THEN $3::bigint ELSE closed_by END,
    payment_reference = CASE WHEN $2::bigint = 4 THEN $4::text ELSE payment_reference END
WHERE period = $1::text
