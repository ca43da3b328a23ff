-- Deploy remuda:customer_names
-- What customers are recognised by beside code and name: the contact's phone number, and aliases that each replica of the
-- service hears of when they are added.
BEGIN;

-- As it was given when the customer was registered, in +86 form where it is a number. A filing of a known customer does not touch it.
ALTER TABLE lead_intake.customer ADD COLUMN contact_phone text COLLATE "C" NOT NULL DEFAULT '';

-- In the order of adding.
ALTER TABLE lead_intake.customer_alias ADD COLUMN alias_id bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX customer_alias_added ON lead_intake.customer_alias (alias_id);
GRANT USAGE ON SEQUENCE lead_intake.customer_alias_alias_id_seq TO lead_intake;

COMMIT;
