-- The dead letter of the consumer $1 at position $2 was applied (the reason $3 is NULL), or failed again.
SELECT event_log.end_replay($1, $2, $3)
