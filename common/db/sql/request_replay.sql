-- Marks dead letters of the service that is logged in to be applied again: those in $1, or all when it is empty.
SELECT event_log.request_replay($1)
