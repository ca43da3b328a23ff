-- Deploy remuda:platform
-- Login roles, one a service; `remuda_service` is what they have in common. Passwords are set by whoever deploys.
BEGIN;

DO $$
DECLARE
    service text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'remuda_service') THEN
        CREATE ROLE remuda_service NOLOGIN;
    END IF;
    FOREACH service IN ARRAY ARRAY['directory', 'lead_intake', 'customer_tiering', 'target_planning', 'incentive_calculation'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I LOGIN IN ROLE remuda_service', service);
        END IF;
        EXECUTE format('ALTER ROLE %I SET search_path = %I', service, service);
        EXECUTE format('ALTER ROLE %I SET jit = off', service);
    END LOOP;
    -- Nobody but the services and the owner has business in this database.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO remuda_service', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Extensions and the deployed schema's version, for every service.
CREATE SCHEMA remuda;
GRANT USAGE ON SCHEMA remuda TO remuda_service;
CREATE VIEW remuda.deployed_change AS
    SELECT change FROM sqitch.changes WHERE project = 'remuda';
GRANT SELECT ON remuda.deployed_change TO remuda_service;

COMMIT;
