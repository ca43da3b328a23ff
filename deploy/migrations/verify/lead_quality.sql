-- Verify remuda:lead_quality
BEGIN;
SELECT feedback_count FROM lead_intake.lead WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'conflict_of_claim_lead';
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'lead_lost';
ROLLBACK;
