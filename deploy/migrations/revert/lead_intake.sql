-- Revert remuda:lead_intake
BEGIN;
DROP SCHEMA lead_intake CASCADE;
COMMIT;
