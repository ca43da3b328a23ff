-- Verify remuda:lead_filing
BEGIN;
SELECT 1 / (to_regclass('lead_intake.merge_generation') IS NULL)::integer;
ROLLBACK;
