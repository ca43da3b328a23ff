-- Deploy remuda:incentive_calculation
-- Plans with versions, credits learnt from the event log, runs and their statements. Money in fen.
BEGIN;

CREATE SCHEMA incentive_calculation;
GRANT USAGE ON SCHEMA incentive_calculation TO incentive_calculation;

-- A plan pays one job. Its versions are never changed: what a statement was calculated by stays readable.
CREATE TABLE incentive_calculation.plan (
    plan_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_code text NOT NULL UNIQUE CHECK (plan_code ~ '^[a-z0-9_-]{1,64}$'),
    job       text NOT NULL
);

CREATE TABLE incentive_calculation.plan_version (
    plan_id            bigint NOT NULL REFERENCES incentive_calculation.plan,
    version            integer NOT NULL CHECK (version > 0),
    valid_from         date NOT NULL CHECK (extract(day FROM valid_from) = 1),
    mode               smallint NOT NULL CHECK (mode IN (1, 2)), -- 1 marginal, 2 whole
    fen_per_lead       bigint NOT NULL CHECK (fen_per_lead >= 0),
    lead_award_cap_fen bigint NOT NULL CHECK (lead_award_cap_fen >= 0), -- a month; 0: no cap
    put_by             bigint NOT NULL, -- principal
    put_at             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (plan_id, version)
);

-- Half-open: each step reaches to the next one's from_units.
CREATE TABLE incentive_calculation.plan_step (
    plan_id      bigint NOT NULL,
    version      integer NOT NULL,
    from_units   bigint NOT NULL CHECK (from_units >= 0),
    fen_per_unit bigint NOT NULL CHECK (fen_per_unit BETWEEN 0 AND 1000000000),
    PRIMARY KEY (plan_id, version, from_units),
    FOREIGN KEY (plan_id, version) REFERENCES incentive_calculation.plan_version
);

-- Which units stand above the dealer is asked of directory for the day itself when a run needs it.
CREATE TABLE incentive_calculation.delivery_credit (
    delivery_id    bigint PRIMARY KEY,
    person_id      bigint, -- NULL: nobody is credited in person
    dealer_unit_id bigint NOT NULL,
    delivered_on   date NOT NULL,
    cancelled_on   date
);
CREATE INDEX ON incentive_calculation.delivery_credit (delivered_on);

CREATE TABLE incentive_calculation.lead_credit (
    lead_id        bigint PRIMARY KEY,
    person_id      bigint,
    dealer_unit_id bigint NOT NULL,
    filed_on       date NOT NULL
);
CREATE INDEX ON incentive_calculation.lead_credit (filed_on);

-- Every run of a month is kept; the latest is the one in force.
CREATE TABLE incentive_calculation.run (
    run_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month     date NOT NULL CHECK (extract(day FROM month) = 1),
    people    bigint NOT NULL,
    total_fen bigint NOT NULL,
    run_by    bigint NOT NULL, -- principal
    run_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON incentive_calculation.run (month, run_id);

-- Code, name and unit as they were when the statement was made.
CREATE TABLE incentive_calculation.statement (
    statement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id       bigint NOT NULL REFERENCES incentive_calculation.run,
    person_id    bigint NOT NULL,
    person_code  text NOT NULL,
    person_name  text NOT NULL,
    unit_id      bigint NOT NULL,
    plan_id      bigint NOT NULL,
    plan_version integer NOT NULL,
    total_fen    bigint NOT NULL,
    UNIQUE (run_id, person_id),
    FOREIGN KEY (plan_id, plan_version) REFERENCES incentive_calculation.plan_version
);

CREATE TABLE incentive_calculation.statement_line (
    statement_id bigint NOT NULL REFERENCES incentive_calculation.statement,
    sequence     integer NOT NULL,
    component    text NOT NULL CHECK (component IN ('deliveries', 'information_award')),
    basis_units  bigint NOT NULL CHECK (basis_units >= 0),
    from_units   bigint NOT NULL,
    fen_per_unit bigint NOT NULL,
    amount_fen   bigint NOT NULL,
    reason_en    text NOT NULL,
    reason_zh    text NOT NULL,
    source_ids   bigint[] NOT NULL, -- delivery_id or lead_id of everything that counts
    PRIMARY KEY (statement_id, sequence),
    CHECK (cardinality(source_ids) = basis_units)
);

CREATE TABLE incentive_calculation.kept_reply (
    principal_id    bigint NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    request_hash    bytea NOT NULL,
    response        bytea NOT NULL,
    kept_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal_id, idempotency_key)
);
CREATE INDEX ON incentive_calculation.kept_reply (kept_at);

GRANT SELECT, INSERT ON incentive_calculation.plan_version, incentive_calculation.plan_step,
    incentive_calculation.lead_credit, incentive_calculation.run, incentive_calculation.statement,
    incentive_calculation.statement_line, incentive_calculation.plan, incentive_calculation.delivery_credit
    TO incentive_calculation;
GRANT UPDATE (job) ON incentive_calculation.plan TO incentive_calculation; -- to lock the row while a version is added
GRANT UPDATE (cancelled_on) ON incentive_calculation.delivery_credit TO incentive_calculation;
GRANT SELECT, INSERT, DELETE ON incentive_calculation.kept_reply TO incentive_calculation;

COMMIT;
