-- Verify remuda:shared_credit
BEGIN;
SELECT lead_id, position FROM incentive_calculation.delivery_credit WHERE false;
SELECT lead_id, position, conflict_id, is_withdrawn, unit_ids, person_ids, parts_ppm FROM incentive_calculation.lead_share WHERE false;
SELECT credited_ppm FROM incentive_calculation.statement_line WHERE false;
ROLLBACK;
