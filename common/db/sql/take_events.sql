-- At most $2 next events of one partition of the consumer $1, whose cursor is locked until the transaction ends.
SELECT position, partition, type, subject, occurred_at, source, traceparent, payload
FROM event_log.take($1, $2::bigint::integer)
