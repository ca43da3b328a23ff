-- Conflicts, the newest first. $1 units of whose subtrees (as of today) one dealer is, $2 state or NULL, $3 below this conflict_id or
-- NULL, $4 one conflict_id or NULL, $5 how many.
WITH RECURSIVE today AS (
    SELECT unit_id, parent_id FROM directory.unit_view
    WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
), subtree AS (
    SELECT unit_id FROM today WHERE unit_id = ANY ($1::bigint[])
    UNION
    SELECT today.unit_id FROM today JOIN subtree ON today.parent_id = subtree.unit_id
)
SELECT conflict_id, conflict.state, conflict.lead_id, conflict.customer_id, holder_unit_id, claimant_unit_id, coalesce(claim_lead_id, 0),
       hold.filed_at, claimed_at, conflict.principal_id, coalesce(conflict.person_id, 0), conflict.product_code, conflict.product_line,
       conflict.quantity, conflict.business_type, conflict.information_class, conflict.purchase_mode, conflict.source,
       conflict.filed_name, conflict.filed_uscc, conflict.filed_region, conflict.contact_name, conflict.contact_phone,
       conflict.dealer_reference, coalesce(conflict.found_on::text, ''), coalesce(conflict.expected_on::text, ''), conflict.remarks,
       coalesce(decision.outcome, 0), coalesce(decision.reason, ''), decision.decided_at, coalesce(appeal_reason, ''), appealed_at,
       coalesce(holder_part.credit_ppm, 0), coalesce(claimant_part.credit_ppm, 0)
FROM conflict
JOIN lead AS hold ON hold.lead_id = conflict.lead_id
LEFT JOIN lead AS own ON own.lead_id = conflict.claim_lead_id
LEFT JOIN LATERAL (
    SELECT outcome, reason, decided_at FROM conflict_decision
    WHERE conflict_decision.conflict_id = conflict.conflict_id ORDER BY step DESC LIMIT 1) AS decision ON true
LEFT JOIN LATERAL (
    SELECT part.credit_ppm FROM unnest(coalesce(hold.credit_unit_ids, own.credit_unit_ids), coalesce(hold.credit_ppm, own.credit_ppm)) AS part (unit_id, credit_ppm)
    WHERE unit_id = holder_unit_id) AS holder_part ON true
LEFT JOIN LATERAL (
    SELECT part.credit_ppm FROM unnest(coalesce(hold.credit_unit_ids, own.credit_unit_ids), coalesce(hold.credit_ppm, own.credit_ppm)) AS part (unit_id, credit_ppm)
    WHERE unit_id = claimant_unit_id) AS claimant_part ON true
WHERE conflict.withdrawn_at IS NULL
  AND (holder_unit_id IN (SELECT unit_id FROM subtree) OR claimant_unit_id IN (SELECT unit_id FROM subtree))
  AND ($2::bigint IS NULL OR conflict.state = $2)
  AND ($3::bigint IS NULL OR conflict_id < $3)
  AND ($4::bigint IS NULL OR conflict_id = $4)
ORDER BY conflict_id DESC
LIMIT $5::bigint
