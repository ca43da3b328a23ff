-- Revert remuda:platform
BEGIN;
DROP VIEW remuda.deployed_change;
DROP SCHEMA remuda;
DO $$
DECLARE
    service text;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM remuda_service', current_database());
    FOREACH service IN ARRAY ARRAY['directory', 'lead_intake', 'customer_tiering', 'target_planning', 'incentive_calculation', 'remuda_service'] LOOP
        -- Roles belong to the cluster: another database of it may still use them.
        BEGIN
            EXECUTE format('DROP ROLE IF EXISTS %I', service);
        EXCEPTION WHEN dependent_objects_still_exist THEN
            RAISE NOTICE 'role % is still used by another database', service;
        END;
    END LOOP;
END
$$;
COMMIT;
