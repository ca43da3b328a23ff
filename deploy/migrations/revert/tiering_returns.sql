-- Revert remuda:tiering_returns
BEGIN;
UPDATE customer_tiering.delivery SET is_cancelled = true WHERE returned_on IS NOT NULL;
ALTER TABLE customer_tiering.delivery DROP COLUMN returned_on;
COMMIT;
