-- $1 lead_id.
SELECT dealer_unit_id FROM lead WHERE lead_id = $1::bigint
