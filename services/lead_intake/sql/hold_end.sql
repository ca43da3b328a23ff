-- Ends a hold, or puts a lead aside that another hold stands against. $1 lead_id, $2 customer_id, $3 the customer for whom the
-- other was filed (0: nobody's). When that is another customer, merged with this one, the lead as it was is kept until they part.
WITH before AS (
    SELECT lead_id, state, protected_until, held_since, credit_unit_ids, credit_ppm, credit_conflict_id FROM lead WHERE lead_id = $1::bigint
), changed AS (
    UPDATE lead SET state = 5, customer_id = $2::bigint, credit_unit_ids = NULL, credit_ppm = NULL,
                    identity_id = (SELECT customer.identity_id FROM customer WHERE customer.customer_id = $2::bigint)
    WHERE lead_id = $1::bigint
), noted AS (
    INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
    SELECT before.lead_id, coalesce(decided_at, now()), principal_id, state, 5, 'set_aside', '{}', '{}', '{}', coalesce(reason, '')
    FROM before LEFT JOIN review_decision ON review_decision.lead_id = before.lead_id AND before.state = 1
    RETURNING lead_id, entry_id
)
INSERT INTO merge_set_aside (lead_id, state, for_customer_id, entry_id, protected_until, held_since, credit_unit_ids, credit_ppm,
                             credit_conflict_id)
SELECT lead_id, state, $3::bigint, entry_id, protected_until, held_since, credit_unit_ids, credit_ppm, credit_conflict_id
FROM before JOIN noted USING (lead_id)
WHERE $3::bigint NOT IN (0, $2::bigint)
