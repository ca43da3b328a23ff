-- Numbers for $1 leads that are about to be filed.
SELECT nextval('lead_lead_id_seq') FROM generate_series(1, $1::bigint)
