-- Verify remuda:lead_conflicts
BEGIN;
SELECT lead_id, customer_id, never_customer_id FROM lead_intake.review_decision WHERE false;
SELECT conflict_id, lead_id, claimant_unit_id, state FROM lead_intake.conflict WHERE false;
SELECT conflict_id, step, outcome FROM lead_intake.conflict_decision WHERE false;
SELECT credit_unit_ids, credit_ppm FROM lead_intake.lead WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'conflict_claim';
ROLLBACK;
