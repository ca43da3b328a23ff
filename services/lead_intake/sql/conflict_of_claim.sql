-- The conflict of a claimant with a hold. $1 lead_id, $2 claimant
SELECT conflict_id FROM conflict WHERE lead_id = $1::bigint AND claimant_unit_id = $2::bigint AND withdrawn_at IS NULL
