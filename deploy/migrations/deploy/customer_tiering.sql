-- Deploy remuda:customer_tiering
-- What the event log told of each customer, and every run of tiering with all that it assigned.
-- Keyed by the customer first, so that tables can be distributed by it.
BEGIN;

CREATE SCHEMA customer_tiering;
GRANT USAGE ON SCHEMA customer_tiering TO customer_tiering;

-- Facts --------------------------------------------------------------------------------------------------------------

CREATE TABLE customer_tiering.customer (
    customer_id bigint PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE customer_tiering.lead (
    customer_id bigint NOT NULL,
    lead_id bigint NOT NULL,
    quantity bigint NOT NULL CHECK (quantity >= 0),
    is_held boolean NOT NULL,
    changed_by bigint NOT NULL, -- position of the event that said whether it is held: an older one changes nothing
    PRIMARY KEY (customer_id, lead_id)
);

-- One row a vehicle, by day, so that a run may look back.
CREATE TABLE customer_tiering.delivery (
    customer_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    lead_id bigint NOT NULL, -- 0: without a lead
    delivered_on date NOT NULL,
    price_fen bigint NOT NULL CHECK (price_fen >= 0),
    is_cancelled boolean NOT NULL,
    PRIMARY KEY (customer_id, delivery_id)
);

-- Runs ---------------------------------------------------------------------------------------------------------------

CREATE TABLE customer_tiering.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    as_of date NOT NULL,
    delivered_unit_points bigint NOT NULL CHECK (delivered_unit_points >= 0),
    open_unit_points bigint NOT NULL CHECK (open_unit_points >= 0),
    key_cut_ppm integer NOT NULL CHECK (key_cut_ppm BETWEEN 1 AND secondary_cut_ppm),
    secondary_cut_ppm integer NOT NULL CHECK (secondary_cut_ppm <= 1000000),
    principal_id bigint NOT NULL, -- who ran it
    run_at timestamptz NOT NULL
);

-- The snapshot: what the run saw of a customer and what followed from it. Never changed.
CREATE TABLE customer_tiering.tier_assignment (
    run_id bigint NOT NULL REFERENCES customer_tiering.run,
    rank bigint NOT NULL,
    customer_id bigint NOT NULL,
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 3), -- 1 key, 2 secondary, 3 potential
    delivered_units bigint NOT NULL CHECK (delivered_units >= 0),
    open_units bigint NOT NULL CHECK (open_units >= 0),
    value bigint NOT NULL CHECK (value >= 0),
    share_ppm integer NOT NULL,
    cumulative_share_ppm integer NOT NULL,
    PRIMARY KEY (run_id, rank),
    UNIQUE (run_id, customer_id)
);

CREATE TABLE customer_tiering.run_tier (
    run_id bigint NOT NULL REFERENCES customer_tiering.run,
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 3),
    customers bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (run_id, tier)
);

CREATE TABLE customer_tiering.kept_reply (
    principal_id bigint NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    request_hash bytea NOT NULL,
    response bytea NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal_id, idempotency_key)
);
CREATE INDEX ON customer_tiering.kept_reply (kept_at);

GRANT SELECT, INSERT, UPDATE ON customer_tiering.customer, customer_tiering.lead, customer_tiering.delivery
    TO customer_tiering;
GRANT SELECT, INSERT ON customer_tiering.run, customer_tiering.tier_assignment, customer_tiering.run_tier
    TO customer_tiering;
GRANT SELECT, INSERT, DELETE ON customer_tiering.kept_reply TO customer_tiering;

COMMIT;
