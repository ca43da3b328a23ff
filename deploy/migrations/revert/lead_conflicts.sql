-- Revert remuda:lead_conflicts
BEGIN;
ALTER TABLE lead_intake.lead DROP COLUMN credit_unit_ids, DROP COLUMN credit_ppm;
DROP FUNCTION lead_intake.is_whole(bigint[]);
DROP TABLE lead_intake.conflict_decision, lead_intake.conflict, lead_intake.review_decision;
DROP INDEX lead_intake.lead_in_review;
COMMIT;
