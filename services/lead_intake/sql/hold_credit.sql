-- To whom a lead is credited. $1 lead_id, $2 units, $3 parts in ppm; none: to its holder alone. $4 by the decision of which conflict.
UPDATE lead SET credit_unit_ids = nullif($2::bigint[], '{}'), credit_ppm = nullif($3::bigint[], '{}'), credit_conflict_id = $4::bigint
WHERE lead_id = $1::bigint
