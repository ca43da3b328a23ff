-- Verify remuda:planning_returns
BEGIN;
SELECT returned_on FROM target_planning.actual WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'target_planning' AND indexname = 'actual_returned';
ROLLBACK;
