-- Revert remuda:pay_plans_alone
-- The tables come back empty.
BEGIN;
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

CREATE TABLE incentive_calculation.plan_step (
    plan_id      bigint NOT NULL,
    version      integer NOT NULL,
    from_units   bigint NOT NULL CHECK (from_units >= 0),
    fen_per_unit bigint NOT NULL CHECK (fen_per_unit BETWEEN 0 AND 1000000000),
    PRIMARY KEY (plan_id, version, from_units),
    FOREIGN KEY (plan_id, version) REFERENCES incentive_calculation.plan_version
);

CREATE TABLE incentive_calculation.run (
    run_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month     date NOT NULL CHECK (extract(day FROM month) = 1),
    people    bigint NOT NULL,
    total_fen bigint NOT NULL,
    run_by    bigint NOT NULL, -- principal
    run_at    timestamptz NOT NULL DEFAULT now()
);

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
CREATE INDEX ON incentive_calculation.run (month, run_id);
ALTER TABLE incentive_calculation.statement_line ADD COLUMN credited_ppm bigint NOT NULL CHECK (credited_ppm >= 0),
    ADD CONSTRAINT credited_at_most_whole CHECK (credited_ppm <= basis_units * 1000000);
GRANT SELECT, INSERT ON incentive_calculation.plan, incentive_calculation.plan_version, incentive_calculation.plan_step,
    incentive_calculation.run, incentive_calculation.statement, incentive_calculation.statement_line TO incentive_calculation;
GRANT UPDATE (job) ON incentive_calculation.plan TO incentive_calculation;
COMMIT;
