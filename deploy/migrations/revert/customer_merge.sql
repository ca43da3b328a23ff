-- Revert remuda:customer_merge
BEGIN;
DROP FUNCTION lead_intake.merge_generation_now();
DROP TABLE lead_intake.merge_generation, lead_intake.merge_set_aside, lead_intake.customer_merge;
DROP INDEX lead_intake.conflict_claim;
ALTER TABLE lead_intake.conflict DROP COLUMN withdrawn_at;
CREATE UNIQUE INDEX conflict_claim ON lead_intake.conflict (lead_id, claimant_unit_id);
DROP INDEX lead_intake.lead_of_identity, lead_intake.lead_one_holder;
ALTER TABLE lead_intake.lead DROP COLUMN identity_id;
CREATE UNIQUE INDEX lead_one_holder ON lead_intake.lead (customer_id, product_line) WHERE state IN (2, 7);
ALTER TABLE lead_intake.customer DROP COLUMN merged_into_id, DROP COLUMN identity_id;
COMMIT;
