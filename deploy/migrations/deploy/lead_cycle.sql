-- Deploy remuda:lead_cycle
-- The life of a lead after its filing: stages, amendments, the public pool, how it ended, and the record of all of it.
BEGIN;

-- What FileLead does not write is NULL or a constant default: an ordinary filing writes no wider row than before.
ALTER TABLE lead_intake.lead
    ADD COLUMN buying_stage smallint NOT NULL DEFAULT 1 CHECK (buying_stage BETWEEN 1 AND 7),
    ADD COLUMN selling_stage smallint NOT NULL DEFAULT 1 CHECK (selling_stage BETWEEN 1 AND 6),
    ADD COLUMN held_since timestamptz,   -- NULL: since it was filed
    ADD COLUMN progress_at timestamptz,  -- the last advance or feedback
    ADD COLUMN extended_at timestamptz,  -- the last extension, or the beginning of a hold that was taken over
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN order_number text,
    ADD COLUMN contract_until date,
    ADD COLUMN loss_reason smallint,
    ADD COLUMN lost_to text,             -- the competitor
    ADD COLUMN details text,             -- remuda.lead.v1.LeadDetails as JSON; NULL: none given
    DROP CONSTRAINT lead_state_check,
    ADD CONSTRAINT lead_state CHECK (state BETWEEN 1 AND 7), -- ... 6 invalid, 7 in the pool
    DROP CONSTRAINT lead_without_customer_is_in_review,
    ADD CONSTRAINT lead_without_customer_is_in_review CHECK (
        CASE state WHEN 1 THEN customer_id IS NULL WHEN 6 THEN true ELSE customer_id IS NOT NULL END),
    ADD CONSTRAINT won_lead_has_its_order CHECK (state <> 3 OR order_number <> ''),
    ADD CONSTRAINT lost_lead_has_its_reason CHECK (state <> 4 OR loss_reason > 0);

-- One open lead an opportunity: held by one dealer, or in the pool, from where it is claimed or filed anew.
DROP INDEX lead_intake.lead_one_holder;
CREATE UNIQUE INDEX lead_one_holder ON lead_intake.lead (customer_id, product_line) WHERE state IN (2, 7);
-- What the sweep looks for. Filings of one batch end at one instant: they share an entry.
CREATE INDEX lead_end_of_hold ON lead_intake.lead (protected_until) WHERE state = 2;
CREATE INDEX lead_in_pool ON lead_intake.lead (lead_id) WHERE state = 7;

-- The customer was won, and until when its contract runs: what the next hold's length follows from.
ALTER TABLE lead_intake.customer
    ADD COLUMN won_at timestamptz,
    ADD COLUMN contract_until date;

-- Append-only: who, when, from what, to what, and why. The first entry of a lead is its own row (who filed what, and when).
CREATE TABLE lead_intake.lead_history (
    lead_id bigint NOT NULL REFERENCES lead_intake.lead,
    entry_id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    principal_id bigint, -- NULL: the service itself, as time passes
    from_state smallint NOT NULL,
    to_state smallint NOT NULL,
    event text COLLATE "C" NOT NULL, -- services/lead_intake/lead_fsm.c
    fields text[] NOT NULL,
    before text[] NOT NULL,
    after text[] NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (lead_id, entry_id),
    CONSTRAINT each_field_has_both CHECK (
        cardinality(fields) = cardinality(before) AND cardinality(fields) = cardinality(after))
);
-- Claims a day a person.
CREATE INDEX lead_history_claim ON lead_intake.lead_history (principal_id, at) WHERE event = 'claim';

-- Every version that was put; the newest is in force.
CREATE TABLE lead_intake.protection_policy (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document text NOT NULL, -- remuda.lead.v1.ProtectionPolicy as JSON
    reason text NOT NULL CHECK (reason <> ''),
    principal_id bigint NOT NULL,
    put_at timestamptz NOT NULL
);

-- How far the sweep has told the ends of holds.
CREATE TABLE lead_intake.sweep (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    told_until timestamptz NOT NULL
);
INSERT INTO lead_intake.sweep (told_until) VALUES ('-infinity');

GRANT SELECT, INSERT ON lead_intake.lead_history, lead_intake.protection_policy TO lead_intake;
GRANT SELECT, UPDATE ON lead_intake.sweep TO lead_intake;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA lead_intake TO lead_intake;

COMMIT;
