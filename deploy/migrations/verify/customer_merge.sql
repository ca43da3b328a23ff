-- Verify remuda:customer_merge
BEGIN;
SELECT merged_into_id, identity_id FROM lead_intake.customer WHERE false;
SELECT identity_id FROM lead_intake.lead WHERE false;
SELECT merge_id, survivor_id, merged_id, unmerged_at FROM lead_intake.customer_merge WHERE false;
SELECT lead_id FROM lead_intake.merge_set_aside WHERE false;
SELECT 1 / count(*) FROM lead_intake.merge_generation;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'lead_one_holder';
ROLLBACK;
