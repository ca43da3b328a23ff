-- Revert remuda:pay_documents
BEGIN;
DROP TABLE incentive_calculation.pay_forward, incentive_calculation.pay_statement, incentive_calculation.pay_period,
    incentive_calculation.plan_document;
DROP FUNCTION incentive_calculation.keep_approved();
COMMIT;
