-- The event of one dead letter of the consumer $1 that is to be applied again; it is locked until the transaction ends.
SELECT position, partition, type, subject, occurred_at, source, traceparent, payload
FROM event_log.take_replay($1)
