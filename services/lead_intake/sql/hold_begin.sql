-- Makes a lead the holder of its opportunity. $1 lead_id, $2 customer_id, $3 protected until, $4 is the customer new
-- Who decided it, and why, stands in the decision; the history tells it.
WITH before AS (
    SELECT lead_id, state FROM lead WHERE lead_id = $1::bigint
), changed AS (
    UPDATE lead SET state = 2, customer_id = $2::bigint, protected_until = $3::timestamptz, held_since = now(),
                    first_protected_until = coalesce(first_protected_until, protected_until),
                    customer_was_new = customer_was_new OR $4::boolean,
                    identity_id = (SELECT customer.identity_id FROM customer WHERE customer.customer_id = $2::bigint)
    WHERE lead_id = $1::bigint
)
INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
SELECT before.lead_id, coalesce(decided_at, now()), principal_id, state, 2,
       CASE state WHEN 1 THEN 'recognise' ELSE 'restore' END, ARRAY['customer_id'], ARRAY[''], ARRAY[$2::bigint::text],
       coalesce(reason, '')
FROM before LEFT JOIN review_decision ON review_decision.lead_id = before.lead_id AND state = 1
