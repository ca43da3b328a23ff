-- Verify remuda:pay_documents
BEGIN;
SELECT 1 / has_column_privilege('incentive_calculation', 'incentive_calculation.plan_document', 'approved_by', 'UPDATE')::integer;
SELECT 1 / (NOT has_column_privilege('incentive_calculation', 'incentive_calculation.plan_document', 'document', 'UPDATE'))::integer;
SELECT 1 / (NOT has_table_privilege('incentive_calculation', 'incentive_calculation.pay_statement', 'UPDATE'))::integer;
ROLLBACK;
