-- Deploy remuda:lead_protection
-- How much a customer matters decides how long its holds last; what a filing was answered stays, whatever becomes of its lead.
BEGIN;

-- As customer_tiering told it; the newest of its runs decides. NULL: not rated yet.
ALTER TABLE lead_intake.customer
    ADD COLUMN tier smallint CHECK (tier BETWEEN 1 AND 3), -- 1 key, 2 secondary, 3 potential
    ADD COLUMN tier_run_id bigint,
    ADD CONSTRAINT tier_has_its_run CHECK ((tier IS NULL) = (tier_run_id IS NULL));

-- The same call gets its first reply. NULL: nothing has changed since, the lead's own columns tell it; a filing writes neither.
ALTER TABLE lead_intake.lead
    ADD COLUMN first_protected_until timestamptz,
    ADD COLUMN first_identity_id bigint;

COMMIT;
