-- Ends a hold, or puts a lead aside that another hold stands against. $1 lead_id, $2 customer_id
WITH before AS (
    SELECT lead_id, state FROM lead WHERE lead_id = $1::bigint
), changed AS (
    UPDATE lead SET state = 5, customer_id = $2::bigint, credit_unit_ids = NULL, credit_ppm = NULL,
                    identity_id = (SELECT customer.identity_id FROM customer WHERE customer.customer_id = $2::bigint)
    WHERE lead_id = $1::bigint
)
INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
SELECT before.lead_id, coalesce(decided_at, now()), principal_id, state, 5, 'set_aside', '{}', '{}', '{}', coalesce(reason, '')
FROM before LEFT JOIN review_decision ON review_decision.lead_id = before.lead_id AND before.state = 1
