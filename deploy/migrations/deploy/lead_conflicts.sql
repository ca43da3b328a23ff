-- Deploy remuda:lead_conflicts
-- What people decide: which customer a lead in review is, and whose an opportunity is that two dealers claim (撞单).
BEGIN;

-- Only leads in review are in it: an ordinary filing does not touch it.
CREATE INDEX lead_in_review ON lead_intake.lead (lead_id) WHERE state = 1;

-- Append-only. The same description again is what it was decided to be, without asking.
CREATE TABLE lead_intake.review_decision (
    lead_id bigint PRIMARY KEY REFERENCES lead_intake.lead,
    name_key text COLLATE "C" NOT NULL,
    uscc text COLLATE "C" NOT NULL,                                 -- '': none was given
    customer_id bigint NOT NULL REFERENCES lead_intake.customer,    -- who it is
    never_customer_id bigint REFERENCES lead_intake.customer,       -- who it is not: the likeliest one, when refused
    reason text NOT NULL CHECK (reason <> ''),
    principal_id bigint NOT NULL,
    decided_at timestamptz NOT NULL
);
CREATE INDEX review_decision_of_description ON lead_intake.review_decision (name_key, uscc, lead_id);

-- A second dealer's claim to a held opportunity, with all that it filed.
CREATE TABLE lead_intake.conflict (
    conflict_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lead_id bigint NOT NULL,          -- the hold that it met
    customer_id bigint NOT NULL,
    holder_unit_id bigint NOT NULL,
    claimant_unit_id bigint NOT NULL,
    claim_lead_id bigint,             -- the claimant's own lead: set aside, or made by a transfer
    claimed_at timestamptz NOT NULL,
    principal_id bigint NOT NULL,     -- who filed it
    person_id bigint,
    product_code text NOT NULL,
    product_line text COLLATE "C" NOT NULL,
    quantity integer NOT NULL,
    business_type smallint NOT NULL,
    information_class smallint NOT NULL,
    purchase_mode smallint NOT NULL,
    source smallint NOT NULL,
    found_on date,
    expected_on date,
    filed_name text NOT NULL,
    filed_uscc text NOT NULL,
    filed_region text NOT NULL,
    contact_name text NOT NULL,
    contact_phone text NOT NULL,
    dealer_reference text NOT NULL,
    remarks text NOT NULL,
    state smallint NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 4), -- 1 open, 2 decided, 3 appealed, 4 closed
    appealed_at timestamptz,
    appealed_by bigint,
    appeal_reason text,
    CONSTRAINT two_dealers CHECK (holder_unit_id <> claimant_unit_id),
    CONSTRAINT appealed_with_a_reason CHECK ((state >= 3) <= (appealed_at IS NOT NULL AND appeal_reason <> ''))
);
-- A dealer claims a hold once, however often it files.
CREATE UNIQUE INDEX conflict_claim ON lead_intake.conflict (lead_id, claimant_unit_id);
CREATE INDEX conflict_of_holder ON lead_intake.conflict (holder_unit_id, conflict_id);
CREATE INDEX conflict_of_claimant ON lead_intake.conflict (claimant_unit_id, conflict_id);

-- Append-only: the decision, and the one after the appeal.
CREATE TABLE lead_intake.conflict_decision (
    conflict_id bigint NOT NULL REFERENCES lead_intake.conflict,
    step smallint NOT NULL CHECK (step IN (1, 2)),
    outcome smallint NOT NULL CHECK (outcome BETWEEN 1 AND 3), -- 1 rejected, 2 transferred, 3 shared
    reason text NOT NULL CHECK (reason <> ''),
    principal_id bigint NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (conflict_id, step)
);

-- Whom a shared lead is credited to. NULL: its holder alone.
CREATE FUNCTION lead_intake.is_whole(parts_ppm bigint[]) RETURNS boolean
    IMMUTABLE LANGUAGE sql AS 'SELECT sum(part) = 1000000 AND min(part) > 0 FROM unnest(parts_ppm) AS part';
ALTER TABLE lead_intake.lead
    ADD COLUMN credit_unit_ids bigint[],
    ADD COLUMN credit_ppm bigint[],
    ADD CONSTRAINT credit_is_whole CHECK (
        credit_ppm IS NULL AND credit_unit_ids IS NULL
        OR cardinality(credit_ppm) = cardinality(credit_unit_ids) AND lead_intake.is_whole(credit_ppm));

GRANT SELECT, INSERT ON lead_intake.review_decision, lead_intake.conflict_decision TO lead_intake;
GRANT SELECT, INSERT, UPDATE ON lead_intake.conflict TO lead_intake;
GRANT USAGE ON SEQUENCE lead_intake.conflict_conflict_id_seq TO lead_intake;

COMMIT;
