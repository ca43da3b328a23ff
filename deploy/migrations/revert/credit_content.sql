-- Revert remuda:credit_content
BEGIN;
ALTER TABLE incentive_calculation.delivery_credit DROP COLUMN product_code, DROP COLUMN business_type, DROP COLUMN price_fen;
COMMIT;
