-- What leads are rated by. A lead came second when it was put aside against another dealer's hold and no decision gave it the
-- opportunity or a part of it. $1 lead ids
SELECT lead.lead_id, coalesce(lead.customer_id, 0), lead.dealer_unit_id, coalesce(lead.person_id, 0), lead.state, lead.filed_at,
       lead.protected_until, lead.closed_at, lead.filed_uscc, lead.filed_region, lead.contact_name, lead.contact_phone,
       coalesce(lead.found_on::text, ''), coalesce(lead.expected_on::text, ''), lead.information_class, lead.purchase_mode, lead.source,
       lead.remarks <> '' OR lead.details IS NOT NULL, coalesce(lead.feedback_count, 0), lead.progress_at,
       EXISTS (
           SELECT FROM conflict
           LEFT JOIN LATERAL (
               SELECT outcome FROM conflict_decision
               WHERE conflict_decision.conflict_id = conflict.conflict_id ORDER BY step DESC LIMIT 1) AS decision ON true
           WHERE conflict.claim_lead_id = lead.lead_id AND conflict.withdrawn_at IS NULL AND coalesce(decision.outcome, 1) = 1)
FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (lead_id, place)
JOIN lead USING (lead_id)
ORDER BY asked.place
