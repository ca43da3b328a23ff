-- Verify remuda:event_own
BEGIN;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'event_log' AND indexname = 'event_of_others';
SELECT 1 / (count(*) / 3) FROM pg_proc
WHERE pronamespace = 'event_log'::regnamespace AND proname IN ('has_work', 'behind', 'take') AND prosrc LIKE '%e.source <> ''lead_intake''%';
ROLLBACK;
