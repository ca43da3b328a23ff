-- Deploy remuda:shared_credit
-- Vehicles of shared leads are credited in parts.
BEGIN;

-- A delivery is credited as its lead was shared when it was reported. Of deliveries learnt before this change the lead is not known: they
-- stay whole.
ALTER TABLE incentive_calculation.delivery_credit
    ADD COLUMN lead_id bigint,                       -- NULL: without a lead
    ADD COLUMN position bigint NOT NULL DEFAULT 0;   -- of the report in the event log

-- Append-only: to whom a lead is credited from an event on. No parts: its holder alone.
CREATE TABLE incentive_calculation.lead_share (
    lead_id bigint NOT NULL,
    position bigint NOT NULL,      -- of the event
    conflict_id bigint,            -- by whose decision
    is_withdrawn boolean NOT NULL, -- what that conflict's decisions said before never was
    unit_ids bigint[] NOT NULL,
    person_ids bigint[] NOT NULL,  -- 0: nobody
    parts_ppm bigint[] NOT NULL,
    PRIMARY KEY (lead_id, position),
    CONSTRAINT each_part_has_all CHECK (cardinality(unit_ids) = cardinality(parts_ppm) AND cardinality(person_ids) = cardinality(parts_ppm))
);

ALTER TABLE incentive_calculation.statement_line ADD COLUMN credited_ppm bigint CHECK (credited_ppm >= 0);
UPDATE incentive_calculation.statement_line SET credited_ppm = basis_units * 1000000;
ALTER TABLE incentive_calculation.statement_line
    ALTER COLUMN credited_ppm SET NOT NULL,
    ADD CONSTRAINT credited_at_most_whole CHECK (credited_ppm <= basis_units * 1000000);

GRANT SELECT, INSERT ON incentive_calculation.lead_share TO incentive_calculation;

COMMIT;
