-- A lead gives way; nothing else of it changes, so that it can be restored. $1 lead_id, $2 principal, $3 now, $4 reason
WITH before AS (
    SELECT lead_id, state FROM lead WHERE lead_id = $1::bigint
), given_way AS (
    UPDATE lead SET state = 5 WHERE lead_id = $1::bigint
), kept AS (
    INSERT INTO merge_set_aside (lead_id, state) SELECT lead_id, state FROM before
)
INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
SELECT lead_id, $3::timestamptz, $2::bigint, state, 5, 'set_aside', '{}', '{}', '{}', $4::text FROM before
