-- The same for a consumer that wants events of the types $3 alone; the last of the page comes whatever its type.
SELECT position, partition, type, subject, occurred_at, source, traceparent, payload
FROM event_log.take($1, $2::bigint::integer, $3::text[])
