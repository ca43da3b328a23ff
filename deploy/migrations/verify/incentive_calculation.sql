-- Verify remuda:incentive_calculation
BEGIN;
SELECT plan_id, version, valid_from, mode FROM incentive_calculation.plan_version WHERE false;
SELECT delivery_id, person_id, delivered_on, cancelled_on FROM incentive_calculation.delivery_credit WHERE false;
SELECT lead_id, person_id, filed_on FROM incentive_calculation.lead_credit WHERE false;
SELECT statement_id, run_id, person_id, total_fen FROM incentive_calculation.statement WHERE false;
SELECT statement_id, source_ids FROM incentive_calculation.statement_line WHERE false;
SELECT 1 / (NOT has_table_privilege('incentive_calculation', 'incentive_calculation.statement_line', 'UPDATE'))::integer;
ROLLBACK;
