-- Verify remuda:credit_whole
BEGIN;
SELECT 1 / count(*) FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE pg_proc.oid = 'lead_intake.is_whole(bigint[])'::regprocedure AND lanname = 'plpgsql';
ROLLBACK;
