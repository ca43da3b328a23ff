-- Revert remuda:incentive_calculation
BEGIN;
DROP SCHEMA incentive_calculation CASCADE;
COMMIT;
