-- A lead is again what it was before it first gave way to one of the customers parted. $1 lead_id, $2 principal, $3 now, $4 reason
-- Also for one that holds by a decision that has lost its ground: its protection ends again when it did.
WITH before AS (
    SELECT merge_set_aside.*, lead.state AS now_state
    FROM merge_set_aside
    JOIN lead USING (lead_id)
    LEFT JOIN customer AS other ON other.customer_id = merge_set_aside.for_customer_id
    WHERE merge_set_aside.lead_id = $1::bigint AND NOT merge_set_aside.given_back
      AND coalesce(other.identity_id, other.customer_id) IS DISTINCT FROM coalesce(lead.identity_id, lead.customer_id)
    ORDER BY merge_set_aside.entry_id LIMIT 1
), told AS (
    INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
    SELECT lead_id, $3::timestamptz, $2::bigint, now_state, state, 'restore', '{}', '{}', '{}', $4::text FROM before
)
UPDATE lead
SET state = before.state,
    first_protected_until = CASE WHEN lead.protected_until <> before.protected_until THEN coalesce(first_protected_until, lead.protected_until)
                                 ELSE first_protected_until END,
    protected_until = coalesce(before.protected_until, lead.protected_until), held_since = before.held_since,
    credit_unit_ids = coalesce(before.credit_unit_ids, CASE WHEN now_state = 2 THEN lead.credit_unit_ids END),
    credit_ppm = coalesce(before.credit_ppm, CASE WHEN now_state = 2 THEN lead.credit_ppm END),
    credit_conflict_id = CASE WHEN before.credit_ppm IS NULL THEN lead.credit_conflict_id ELSE before.credit_conflict_id END
FROM before
WHERE lead.lead_id = before.lead_id
