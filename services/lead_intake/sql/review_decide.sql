-- $1 lead_id, $2 name key, $3 USCC, $4 who it is, $5 who it is not (0: nobody), $6 reason, $7 principal, $8 now
INSERT INTO review_decision (lead_id, name_key, uscc, customer_id, never_customer_id, reason, principal_id, decided_at)
VALUES ($1::bigint, $2::text, $3::text, $4::bigint, nullif($5::bigint, 0), $6::text, $7::bigint, $8::timestamptz)
