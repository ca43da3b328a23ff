-- Verify remuda:pay_disputes
BEGIN;
SELECT dispute_id, period, person_id, component, reason, due_on, answer, correction_fen FROM incentive_calculation.pay_dispute WHERE false;
SELECT 1 / (NOT has_column_privilege('incentive_calculation', 'incentive_calculation.pay_dispute', 'reason', 'UPDATE'))::integer;
ROLLBACK;
