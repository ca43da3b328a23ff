-- Tells few events: $1 subjects, $2 when, $3 types, $4 traceparents, $5 payloads. Who tells them is the login role.
INSERT INTO event_log.event (partition, subject, occurred_at, type, traceparent, payload)
SELECT subject & 15, subject, occurred_at, type, traceparent, payload
FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[]) AS told (subject, occurred_at, type, traceparent, payload)
