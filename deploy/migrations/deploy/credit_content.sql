-- Deploy remuda:credit_content
-- What was delivered, for rates by product and business type and for revenue. Deliveries learnt before have none of it.
BEGIN;
ALTER TABLE incentive_calculation.delivery_credit
    ADD COLUMN product_code text NOT NULL DEFAULT '',
    ADD COLUMN business_type bigint NOT NULL DEFAULT 0,
    ADD COLUMN price_fen bigint NOT NULL DEFAULT 0;
GRANT UPDATE (business_type, price_fen) ON incentive_calculation.delivery_credit TO incentive_calculation;
COMMIT;
