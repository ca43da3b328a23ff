-- To whom a lead is credited, one row a part, with who filed for that dealer; none: to its holder alone. $1 lead_id
SELECT part.unit_id, part.credit_ppm,
       CASE part.unit_id WHEN conflict.claimant_unit_id THEN conflict.person_id WHEN conflict.holder_unit_id THEN held.person_id END,
       lead.credit_conflict_id
FROM lead
CROSS JOIN LATERAL unnest(lead.credit_unit_ids, lead.credit_ppm) AS part (unit_id, credit_ppm)
LEFT JOIN conflict ON conflict.conflict_id = lead.credit_conflict_id
LEFT JOIN lead AS held ON held.lead_id = conflict.lead_id
WHERE lead.lead_id = $1::bigint
