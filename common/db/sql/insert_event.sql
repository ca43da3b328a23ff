-- Tells one event, as append_events.sql does many: $1 partition, $2 subject, $3 when, $4 type, $5 traceparent, $6 payload.
INSERT INTO event_log.event (partition, subject, occurred_at, type, traceparent, payload) VALUES ($1, $2, $3, $4, $5, $6)
