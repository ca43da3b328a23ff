-- Holds whose protection is over go to the pool (lead_fsm.c: expire). What another replica is at, or a call, is left to it.
-- $1 now, $2 how many.
WITH due AS (
    SELECT lead_id FROM lead
    WHERE state = 2 AND protected_until <= $1::timestamptz
    ORDER BY protected_until LIMIT $2::bigint
    FOR UPDATE SKIP LOCKED
), pooled AS (
    UPDATE lead SET state = 7, credit_unit_ids = NULL, credit_ppm = NULL FROM due WHERE lead.lead_id = due.lead_id
    RETURNING lead.lead_id, lead.customer_id
), noted AS (
    INSERT INTO lead_history (lead_id, at, from_state, to_state, event, fields, before, after, reason)
    SELECT lead_id, $1::timestamptz, 2, 7, 'expire', '{}', '{}', '{}', '' FROM pooled
)
SELECT lead_id, customer_id FROM pooled
