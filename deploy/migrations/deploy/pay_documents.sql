-- Deploy remuda:pay_documents
-- Plans as documents, in force once a second person has approved them; periods with their states; statements by these plans.
BEGIN;

CREATE TABLE incentive_calculation.plan_document (
    plan_code   text NOT NULL,
    version     bigint NOT NULL CHECK (version > 0),
    role        text NOT NULL,
    valid_from  date NOT NULL,
    period      text NOT NULL CHECK (period IN ('month', 'quarter', 'year')),
    document    text NOT NULL,
    put_by      bigint NOT NULL, -- principal
    put_at      timestamptz NOT NULL DEFAULT now(),
    approved_by bigint CHECK (approved_by <> put_by), -- NULL: a draft
    approved_at timestamptz,
    PRIMARY KEY (plan_code, version),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);

-- state: 1 calculated, 2 reviewed, 3 approved, 4 paid, 5 closed.
CREATE TABLE incentive_calculation.pay_period (
    period            text PRIMARY KEY, -- 2014-09, 2014-Q3, 2014
    kind              text NOT NULL,
    first_day         date NOT NULL,
    last_day          date NOT NULL,
    state             smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
    calculated_by     bigint NOT NULL,
    reviewed_by       bigint,
    approved_by       bigint CHECK (approved_by <> calculated_by),
    paid_by           bigint,
    closed_by         bigint,
    payment_reference text,
    people            bigint NOT NULL,
    total_fen         bigint NOT NULL
);

-- Code, name and unit as they were when the statement was made. earned_fen: by the period's own facts, without what is forwarded.
CREATE TABLE incentive_calculation.pay_statement (
    period        text NOT NULL REFERENCES incentive_calculation.pay_period,
    person_id     bigint NOT NULL,
    person_code   text NOT NULL,
    person_name   text NOT NULL,
    unit_id       bigint NOT NULL,
    earned_fen    bigint NOT NULL,
    forwarded_fen bigint NOT NULL,
    total_fen     bigint NOT NULL,
    document      text NOT NULL,
    PRIMARY KEY (period, person_id)
);

-- What a late fact of a closed period changed, and the period in which it is settled.
CREATE TABLE incentive_calculation.pay_forward (
    person_id  bigint NOT NULL,
    origin     text NOT NULL REFERENCES incentive_calculation.pay_period,
    period     text NOT NULL REFERENCES incentive_calculation.pay_period,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (person_id, origin, period),
    CHECK (origin < period)
);

-- What is approved is never written again, whoever tries.
CREATE FUNCTION incentive_calculation.keep_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM incentive_calculation.pay_period WHERE period = OLD.period AND state >= 3) THEN
        RAISE EXCEPTION 'statements of an approved period are not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keep_approved BEFORE DELETE ON incentive_calculation.pay_statement
    FOR EACH ROW EXECUTE FUNCTION incentive_calculation.keep_approved();
CREATE TRIGGER keep_approved BEFORE DELETE ON incentive_calculation.pay_forward
    FOR EACH ROW EXECUTE FUNCTION incentive_calculation.keep_approved();

GRANT SELECT, INSERT ON incentive_calculation.plan_document TO incentive_calculation;
GRANT UPDATE (approved_by, approved_at) ON incentive_calculation.plan_document TO incentive_calculation;
GRANT SELECT, INSERT, UPDATE ON incentive_calculation.pay_period TO incentive_calculation;
GRANT SELECT, INSERT, DELETE ON incentive_calculation.pay_statement, incentive_calculation.pay_forward TO incentive_calculation;

COMMIT;
