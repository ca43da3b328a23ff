-- Revert remuda:customer_tiering
BEGIN;
DROP SCHEMA customer_tiering CASCADE;
COMMIT;
