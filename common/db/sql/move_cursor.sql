-- The consumer $1 has applied everything up to the event at position $2.
SELECT event_log.move_cursor($1, $2)
