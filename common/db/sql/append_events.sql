-- Tells events, in the transaction of the change that they tell of. Who tells them is the login role.
COPY event_log.event (partition, subject, occurred_at, type, traceparent, payload) FROM STDIN (FORMAT binary)
