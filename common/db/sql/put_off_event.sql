-- The consumer $1 could not apply the event at position $2, for the reason $3. True when that was attempt number $4, the last:
-- then it is a dead letter and the cursor has passed it.
SELECT event_log.put_off($1, $2, $3, $4::bigint::integer)
