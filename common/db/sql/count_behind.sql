-- How many events the consumer $1 has not applied yet, about.
SELECT event_log.behind($1)
