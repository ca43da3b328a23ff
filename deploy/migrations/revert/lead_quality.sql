-- Revert remuda:lead_quality
BEGIN;
DROP INDEX lead_intake.lead_lost, lead_intake.conflict_of_claim_lead;
ALTER TABLE lead_intake.lead DROP COLUMN feedback_count;
COMMIT;
