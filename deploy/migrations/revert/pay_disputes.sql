-- Revert remuda:pay_disputes
BEGIN;
DROP TABLE incentive_calculation.pay_dispute;
COMMIT;
