-- $1 conflict_id, $2 step (1, or 2 after an appeal), $3 outcome, $4 reason, $5 principal, $6 now, $7 state, $8 the claimant's lead (0: none),
-- $9 units and $10 their parts in ppm, when it is shared
WITH decided AS (
    INSERT INTO conflict_decision (conflict_id, step, outcome, reason, principal_id, decided_at, credit_unit_ids, credit_ppm)
    VALUES ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint, $6::timestamptz, nullif($9::bigint[], '{}'), nullif($10::bigint[], '{}'))
)
UPDATE conflict SET state = $7::bigint, claim_lead_id = nullif($8::bigint, 0) WHERE conflict_id = $1::bigint
