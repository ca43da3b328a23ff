-- Verify remuda:customer_names
BEGIN;
SELECT contact_phone FROM lead_intake.customer WHERE false;
SELECT alias_id FROM lead_intake.customer_alias WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'customer_alias_added';
ROLLBACK;
