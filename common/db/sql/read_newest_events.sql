-- The last $1 events, in order of position.
SELECT position, partition, type, subject, occurred_at, source, traceparent, payload
FROM event_log.read_newest($1::bigint::integer)
