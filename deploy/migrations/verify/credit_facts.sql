-- Verify remuda:credit_facts
BEGIN;
SELECT customer_id, ended_position FROM incentive_calculation.delivery_credit WHERE false;
SELECT lead_id, quality, quality_position, outcome, outcome_position FROM incentive_calculation.lead_standing WHERE false;
SELECT customer_id, position, since, tier, run_id FROM incentive_calculation.customer_tier WHERE false;
SELECT customer_id, position, survivor_id FROM incentive_calculation.customer_merge WHERE false;
SELECT unit_id, month, units, position FROM incentive_calculation.unit_target WHERE false;
SELECT unit_id, person_id, quarter, attainment_ppm, quality_ppm, position FROM incentive_calculation.evaluation WHERE false;
SELECT kind, id, day, person_id, parts, place, tier, outcome, told_at FROM incentive_calculation.credit WHERE false;
SELECT facts FROM incentive_calculation.pay_period WHERE false;
ROLLBACK;
