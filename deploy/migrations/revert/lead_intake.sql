-- Revert remuda:lead_intake
BEGIN;
DROP SCHEMA lead_intake CASCADE;
ALTER ROLE lead_intake RESET enable_seqscan;
ALTER ROLE lead_intake RESET enable_memoize;
COMMIT;
