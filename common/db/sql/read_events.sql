-- At most $2 events after position $1.
SELECT position, partition, type, subject, occurred_at, source, traceparent, payload
FROM event_log.read($1, $2::bigint::integer)
