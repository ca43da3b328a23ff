-- Revert remuda:credit_order
BEGIN;
REVOKE UPDATE (lead_id, position) ON incentive_calculation.delivery_credit FROM incentive_calculation;
COMMIT;
