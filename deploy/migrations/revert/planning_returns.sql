-- Revert remuda:planning_returns
BEGIN;
UPDATE target_planning.actual SET is_cancelled = true WHERE returned_on IS NOT NULL;
ALTER TABLE target_planning.actual DROP COLUMN returned_on;
COMMIT;
