-- Conflicts of two leads that are of different customers again. $1, $2 the customers parted, $3 now.
UPDATE conflict SET withdrawn_at = $3::timestamptz
FROM lead AS claim, lead AS hold
WHERE claim.lead_id = conflict.claim_lead_id AND hold.lead_id = conflict.lead_id AND conflict.state = 1 AND conflict.withdrawn_at IS NULL
  AND coalesce(claim.identity_id, claim.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint])
  AND coalesce(hold.identity_id, hold.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint])
  AND coalesce(claim.identity_id, claim.customer_id) <> coalesce(hold.identity_id, hold.customer_id)
