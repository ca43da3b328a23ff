-- Vehicles are reported on a lead by one transaction at a time, so that each sees how many were delivered before. $1 lead ids, $2 dealers and
-- $3 their references of leads. In the order of ids, or two would wait for each other.
SELECT lead_id FROM lead
WHERE lead_id IN (SELECT unnest($1::bigint[])
                  UNION ALL
                  SELECT by_reference.lead_id FROM unnest($2::bigint[], $3::text[]) AS asked (dealer_unit_id, dealer_reference)
                  JOIN lead AS by_reference USING (dealer_unit_id, dealer_reference))
ORDER BY lead_id
FOR NO KEY UPDATE
