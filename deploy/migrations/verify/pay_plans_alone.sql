-- Verify remuda:pay_plans_alone
SELECT 1 / (to_regclass('incentive_calculation.plan') IS NULL AND to_regclass('incentive_calculation.statement_line') IS NULL)::integer;
