-- A lead gives way to one of a customer that is merged with its own; nothing else of it changes, so that it can be restored.
-- $1 lead_id, $2 principal, $3 now, $4 reason, $5 the customer for whom the other was filed
WITH before AS (
    SELECT lead_id, state, protected_until, held_since, credit_unit_ids, credit_ppm, credit_conflict_id FROM lead WHERE lead_id = $1::bigint
), given_way AS (
    UPDATE lead SET state = 5, credit_unit_ids = NULL, credit_ppm = NULL WHERE lead_id = $1::bigint
), noted AS (
    INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
    SELECT lead_id, $3::timestamptz, $2::bigint, state, 5, 'set_aside', '{}', '{}', '{}', $4::text FROM before
    RETURNING lead_id, entry_id
)
INSERT INTO merge_set_aside (lead_id, state, for_customer_id, entry_id, protected_until, held_since, credit_unit_ids, credit_ppm,
                             credit_conflict_id)
SELECT lead_id, state, $5::bigint, entry_id, protected_until, held_since, credit_unit_ids, credit_ppm, credit_conflict_id
FROM before JOIN noted USING (lead_id)
