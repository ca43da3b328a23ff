-- Deploy remuda:customer_merge
-- Customers that were found to be one. Leads and deliveries keep the customer under which they were filed; a merged customer
-- names the one that stands for it (identity_id), and its leads too, so that one index proves one holder of an opportunity.
BEGIN;

-- NULL: the customer stands for itself.
ALTER TABLE lead_intake.customer
    ADD COLUMN merged_into_id bigint REFERENCES lead_intake.customer, -- what it was merged into: a tree, undone edge by edge
    ADD COLUMN identity_id bigint REFERENCES lead_intake.customer,    -- the root of that tree
    ADD CONSTRAINT merged_has_an_identity CHECK ((merged_into_id IS NULL) = (identity_id IS NULL)),
    ADD CONSTRAINT merged_into_another CHECK (merged_into_id <> customer_id AND identity_id <> customer_id);
CREATE INDEX customer_merged_into ON lead_intake.customer (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX customer_of_identity ON lead_intake.customer (identity_id) WHERE identity_id IS NOT NULL;

ALTER TABLE lead_intake.lead ADD COLUMN identity_id bigint; -- NULL: its customer stands for itself
DROP INDEX lead_intake.lead_one_holder;
CREATE UNIQUE INDEX lead_one_holder ON lead_intake.lead (coalesce(identity_id, customer_id), product_line) WHERE state IN (2, 7);
-- All others; an ordinary filing does not touch it.
CREATE INDEX lead_of_identity ON lead_intake.lead (coalesce(identity_id, customer_id)) WHERE state NOT IN (2, 7);

-- Append-only but for its end.
CREATE TABLE lead_intake.customer_merge (
    merge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    survivor_id bigint NOT NULL REFERENCES lead_intake.customer,
    merged_id bigint NOT NULL REFERENCES lead_intake.customer,
    reason text NOT NULL CHECK (reason <> ''),
    principal_id bigint NOT NULL,
    merged_at timestamptz NOT NULL,
    unmerge_reason text,
    unmerged_by bigint,
    unmerged_at timestamptz,
    CHECK ((unmerged_at IS NULL) = (unmerge_reason IS NULL))
);
CREATE UNIQUE INDEX customer_merged_once ON lead_intake.customer_merge (merged_id) WHERE unmerged_at IS NULL;

-- Leads that were held or in the pool when their customer was merged with one whose lead of that product line came first.
CREATE TABLE lead_intake.merge_set_aside (
    lead_id bigint PRIMARY KEY REFERENCES lead_intake.lead,
    state smallint NOT NULL CHECK (state IN (2, 7)) -- what it was
);

-- A conflict that a merge opened has no object any more once that is undone.
ALTER TABLE lead_intake.conflict ADD COLUMN withdrawn_at timestamptz;
DROP INDEX lead_intake.conflict_claim;
CREATE UNIQUE INDEX conflict_claim ON lead_intake.conflict (lead_id, claimant_unit_id) WHERE withdrawn_at IS NULL;

-- A filing must not put its lead under a customer that is being merged. So filings hold a lock that a merge waits for, and look at the
-- generation twice: in the statement's own snapshot, and by this function in one that is taken under the lock. A difference
-- says that a merge came in between.
CREATE TABLE lead_intake.merge_generation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation bigint NOT NULL
);
INSERT INTO lead_intake.merge_generation (generation) VALUES (0);
CREATE FUNCTION lead_intake.merge_generation_now() RETURNS bigint VOLATILE LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('lead_intake.merge', 0));
    RETURN (SELECT generation FROM lead_intake.merge_generation WHERE one);
END $$;

GRANT SELECT, INSERT, UPDATE ON lead_intake.customer_merge TO lead_intake;
GRANT SELECT, INSERT, DELETE ON lead_intake.merge_set_aside TO lead_intake;
GRANT SELECT, UPDATE ON lead_intake.merge_generation TO lead_intake;
GRANT USAGE ON SEQUENCE lead_intake.customer_merge_merge_id_seq TO lead_intake;

COMMIT;
