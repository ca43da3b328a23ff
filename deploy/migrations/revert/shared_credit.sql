-- Revert remuda:shared_credit
BEGIN;
ALTER TABLE incentive_calculation.statement_line DROP COLUMN credited_ppm;
DROP TABLE incentive_calculation.lead_share;
ALTER TABLE incentive_calculation.delivery_credit DROP COLUMN lead_id, DROP COLUMN position;
COMMIT;
