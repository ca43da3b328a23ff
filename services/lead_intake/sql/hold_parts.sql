-- To whom a lead is credited: one row a part; none: to its holder alone. $1 lead_id
SELECT part.unit_id, part.credit_ppm FROM lead, unnest(credit_unit_ids, credit_ppm) AS part (unit_id, credit_ppm) WHERE lead_id = $1::bigint
