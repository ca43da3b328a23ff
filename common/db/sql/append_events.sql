-- Tells events, in the transaction of the change that they tell of. Arrays of equal length.
SELECT event_log.append($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::bytea[])
