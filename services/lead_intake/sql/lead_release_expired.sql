-- Ends leads whose protection is over, held or in the pool, because their opportunity is filed anew. $1 lead ids, $2 now.
WITH ended AS (
    SELECT lead_id, state FROM lead
    WHERE lead_id = ANY ($1::bigint[]) AND state IN (2, 7) AND protected_until <= $2::timestamptz
    FOR UPDATE
), released AS (
    UPDATE lead SET state = 5 FROM ended WHERE lead.lead_id = ended.lead_id
    RETURNING lead.lead_id, lead.customer_id, ended.state AS from_state
), noted AS (
    INSERT INTO lead_history (lead_id, at, from_state, to_state, event, fields, before, after, reason)
    SELECT lead_id, $2::timestamptz, from_state, 5, 'supersede', '{}', '{}', '{}', '' FROM released
)
SELECT lead_id, customer_id, from_state FROM released
