-- Verify remuda:credit_order
BEGIN;
SELECT 1 / has_column_privilege('incentive_calculation', 'incentive_calculation.delivery_credit', 'position', 'UPDATE')::integer;
ROLLBACK;
