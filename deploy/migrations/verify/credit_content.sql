-- Verify remuda:credit_content
BEGIN;
SELECT product_code, business_type, price_fen FROM incentive_calculation.delivery_credit WHERE false;
ROLLBACK;
