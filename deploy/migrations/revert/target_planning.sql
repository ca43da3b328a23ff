-- Revert remuda:target_planning
BEGIN;
DROP SCHEMA target_planning CASCADE;
COMMIT;
