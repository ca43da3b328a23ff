-- Deploy remuda:pay_disputes
-- What people say against a line of their statement, and the answer: a reason, or a correction that the next period settles.
BEGIN;
CREATE TABLE incentive_calculation.pay_dispute (
    dispute_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period         text NOT NULL REFERENCES incentive_calculation.pay_period,
    person_id      bigint NOT NULL,
    component      text NOT NULL,
    reason         text NOT NULL CHECK (reason <> ''),
    raised_at      timestamptz NOT NULL DEFAULT now(),
    due_on         date NOT NULL DEFAULT current_date + 10,
    answer         text CHECK (answer <> ''),
    correction_fen bigint NOT NULL DEFAULT 0,
    resolved_by    bigint,
    resolved_at    timestamptz,
    CHECK ((answer IS NULL) = (resolved_at IS NULL))
);
CREATE UNIQUE INDEX ON incentive_calculation.pay_dispute (period, person_id, component) WHERE answer IS NULL;
GRANT SELECT, INSERT ON incentive_calculation.pay_dispute TO incentive_calculation;
GRANT UPDATE (answer, correction_fen, resolved_by, resolved_at) ON incentive_calculation.pay_dispute TO incentive_calculation;
COMMIT;
