-- Holds that end between what was told and $2, the next to end first; those that end at one instant together. $1 now, $3 how many.
SELECT lead_id, customer_id, dealer_unit_id, protected_until, protected_until::text AS to_the_microsecond
FROM lead
WHERE state = 2 AND protected_until > greatest($1::timestamptz, (SELECT told_until FROM sweep)) AND protected_until <= $2::timestamptz
ORDER BY protected_until
FETCH FIRST ($3::bigint) ROWS WITH TIES
