-- $1 first day of the month. The version in force of each job, one row a step. Of two that begin on the same day
-- the one put later.
WITH in_force AS (
    SELECT DISTINCT ON (job) plan_id, plan_code, job, version, valid_from, mode, fen_per_lead, lead_award_cap_fen
    FROM plan JOIN plan_version USING (plan_id)
    WHERE valid_from <= $1::date
    ORDER BY job, valid_from DESC, put_at DESC, plan_id DESC, version DESC
)
SELECT plan_id, plan_code, job, version, valid_from, mode, fen_per_lead, lead_award_cap_fen, from_units, fen_per_unit
FROM in_force JOIN plan_step USING (plan_id, version)
ORDER BY plan_id, from_units
