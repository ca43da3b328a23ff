-- Is there an event or a replay for the consumer $1?
SELECT event_log.has_work($1)
