-- Revert remuda:gateway
BEGIN;
DROP SCHEMA gateway CASCADE;
DO $$
BEGIN
    -- Another database of the cluster may still use the role.
    DROP ROLE IF EXISTS gateway;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
COMMIT;
