-- $1 plan_id, $2 valid_from, $3 mode, $4 fen_per_lead, $5 lead_award_cap_fen, $6 principal, $7 from_units[], $8 fen_per_unit[]
WITH added AS (
    INSERT INTO plan_version (plan_id, version, valid_from, mode, fen_per_lead, lead_award_cap_fen, put_by)
    SELECT $1::bigint, 1 + coalesce(max(version), 0), $2::date, $3::bigint, $4::bigint, $5::bigint, $6::bigint
    FROM plan_version WHERE plan_id = $1::bigint
    RETURNING plan_id, version
), added_step AS (
    INSERT INTO plan_step (plan_id, version, from_units, fen_per_unit)
    SELECT plan_id, version, from_units, fen_per_unit
    FROM added, unnest($7::bigint[], $8::bigint[]) AS step (from_units, fen_per_unit)
)
SELECT version FROM added
