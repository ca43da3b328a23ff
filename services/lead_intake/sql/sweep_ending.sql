-- Holds that end between what was told and $2, the next to end first; those that end at one instant together. $1 now, $3 how many.
-- The turn is taken only when there is something to tell: an idle service writes nothing. None, too, while another replica tells.
WITH turn AS MATERIALIZED (
    SELECT told_until FROM sweep
    WHERE EXISTS (
        SELECT FROM lead
        WHERE state = 2 AND protected_until > greatest($1::timestamptz, sweep.told_until) AND protected_until <= $2::timestamptz)
    FOR UPDATE SKIP LOCKED
)
SELECT lead_id, customer_id, dealer_unit_id, protected_until, protected_until::text AS to_the_microsecond
FROM lead, turn
WHERE state = 2 AND protected_until > greatest($1::timestamptz, turn.told_until) AND protected_until <= $2::timestamptz
ORDER BY lead.protected_until
FETCH FIRST ($3::bigint) ROWS WITH TIES
