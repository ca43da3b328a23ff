-- Revert remuda:lead_cycle
-- Fails where a lead is invalid or in the pool: the older program does not know what that is.
BEGIN;
DROP TABLE lead_intake.sweep, lead_intake.protection_policy, lead_intake.lead_history;
ALTER TABLE lead_intake.customer DROP COLUMN won_at, DROP COLUMN contract_until;
DROP INDEX lead_intake.lead_in_pool, lead_intake.lead_end_of_hold, lead_intake.lead_one_holder;
CREATE UNIQUE INDEX lead_one_holder ON lead_intake.lead (customer_id, product_line) WHERE state = 2;
ALTER TABLE lead_intake.lead
    DROP CONSTRAINT lost_lead_has_its_reason,
    DROP CONSTRAINT won_lead_has_its_order,
    DROP CONSTRAINT lead_without_customer_is_in_review,
    ADD CONSTRAINT lead_without_customer_is_in_review CHECK ((customer_id IS NULL) = (state = 1)),
    DROP CONSTRAINT lead_state,
    ADD CONSTRAINT lead_state_check CHECK (state BETWEEN 1 AND 5),
    DROP COLUMN details, DROP COLUMN lost_to, DROP COLUMN loss_reason, DROP COLUMN contract_until, DROP COLUMN order_number,
    DROP COLUMN closed_at, DROP COLUMN extended_at, DROP COLUMN progress_at, DROP COLUMN held_since, DROP COLUMN selling_stage,
    DROP COLUMN buying_stage;
COMMIT;
