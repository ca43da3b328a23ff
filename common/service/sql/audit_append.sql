-- $1 when, $2 principals, $3 subjects' ids (0: none), $4 units (0: unknown), $5 methods, $6 outcomes, $7 subjects, $8 fields, $9 traces
SELECT event_log.append_audit($1::timestamptz, $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
