-- $1 lead_id, $2 name key, $3 USCC, $4 who it is, $5 who it is not: none, or all that came into question, the likeliest first,
-- $6 reason, $7 principal, $8 now
WITH decided AS (
    INSERT INTO review_decision (lead_id, name_key, uscc, customer_id, never_customer_id, reason, principal_id, decided_at)
    VALUES ($1::bigint, $2::text, $3::text, $4::bigint, ($5::bigint[])[1], $6::text, $7::bigint, $8::timestamptz)
)
INSERT INTO never_same (customer_id, other_id, lead_id)
SELECT $4::bigint, other_id, $1::bigint FROM unnest($5::bigint[]) AS other_id
