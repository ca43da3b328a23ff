-- At most $1 dead letters of the service that is logged in, oldest first.
SELECT (event).position, (event).partition, (event).type, (event).subject, (event).occurred_at, (event).source,
       (event).traceparent, (event).payload,
       (letter).dead_letter_id, (letter).consumer, (letter).error, (letter).failed_at, (letter).replay_requested
FROM event_log.dead_letters($1::bigint::integer)
