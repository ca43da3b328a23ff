-- Deploy remuda:gateway
-- API keys of the HTTP door, as hashes, and the role of the service that keeps them.
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gateway') THEN
        CREATE ROLE gateway LOGIN IN ROLE remuda_service;
    END IF;
    ALTER ROLE gateway SET search_path = gateway;
    ALTER ROLE gateway SET jit = off;
END
$$;

CREATE SCHEMA gateway;
GRANT USAGE ON SCHEMA gateway TO gateway;

-- A revoked key stays, so that it cannot come back.
CREATE TABLE gateway.api_key (
    prefix         text COLLATE "C" PRIMARY KEY CHECK (prefix ~ '^[a-z0-9]{12}$'),
    hash           bytea NOT NULL UNIQUE CHECK (length(hash) = 32), -- BLAKE2b of the whole key
    principal_name text NOT NULL, -- directory's
    scopes         text NOT NULL CHECK (scopes <> ''), -- separated by blanks
    expires_on     date, -- the last day; NULL: never
    put_at         timestamptz NOT NULL DEFAULT now(),
    revoked_at     timestamptz,
    last_used_at   timestamptz -- to the minute
);
CREATE INDEX ON gateway.api_key (principal_name);

CREATE TABLE gateway.kept_reply (
    principal_id    bigint NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    request_hash    bytea NOT NULL,
    response        bytea NOT NULL,
    kept_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal_id, idempotency_key)
);
CREATE INDEX ON gateway.kept_reply (kept_at);

GRANT SELECT, INSERT ON gateway.api_key TO gateway;
GRANT UPDATE (principal_name, scopes, expires_on, revoked_at, last_used_at) ON gateway.api_key TO gateway;
GRANT SELECT, INSERT, DELETE ON gateway.kept_reply TO gateway;

COMMIT;
