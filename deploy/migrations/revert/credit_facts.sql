-- Revert remuda:credit_facts
BEGIN;
ALTER TABLE incentive_calculation.pay_statement ALTER COLUMN document SET COMPRESSION default;
ALTER TABLE incentive_calculation.pay_period DROP COLUMN facts;
DROP VIEW incentive_calculation.credit, incentive_calculation.shared_delivery, incentive_calculation.customer_survivor;
DROP TABLE incentive_calculation.evaluation, incentive_calculation.unit_target, incentive_calculation.customer_merge,
    incentive_calculation.customer_tier, incentive_calculation.lead_standing;
DROP INDEX incentive_calculation.delivery_credit_person_id_delivered_on_idx, incentive_calculation.delivery_credit_dealer_unit_id_delivered_on_idx;
ALTER TABLE incentive_calculation.delivery_credit DROP COLUMN customer_id, DROP COLUMN ended_position;
COMMIT;
