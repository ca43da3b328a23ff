-- Revert remuda:directory
BEGIN;
DROP SCHEMA directory CASCADE;
DROP EXTENSION btree_gist;
COMMIT;
