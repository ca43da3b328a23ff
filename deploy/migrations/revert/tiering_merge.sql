-- Revert remuda:tiering_merge
BEGIN;
DROP TABLE customer_tiering.customer_merge;
ALTER TABLE customer_tiering.customer DROP COLUMN identity_id;
COMMIT;
