-- Deploy remuda:lead_quality
-- How often a lead was advanced, and whose filing came second: what the quality of information follows from.
BEGIN;

ALTER TABLE lead_intake.lead ADD COLUMN feedback_count integer; -- NULL: never
UPDATE lead_intake.lead SET feedback_count = told.count
FROM (SELECT lead_id, count(*) AS count FROM lead_intake.lead_history WHERE event = 'advance' GROUP BY lead_id) AS told
WHERE lead.lead_id = told.lead_id;

-- Whether a lead came second is asked of the lead.
CREATE INDEX conflict_of_claim_lead ON lead_intake.conflict (claim_lead_id) WHERE claim_lead_id IS NOT NULL;

-- Loss analysis: an ordinary filing does not touch it.
CREATE INDEX lead_lost ON lead_intake.lead (closed_at) WHERE state = 4;

COMMIT;
