-- Deploy remuda:credit_order
-- A report that is heard after its cancellation adds the lead and its place in the log, which a cancellation does not tell.
BEGIN;
GRANT UPDATE (lead_id, position) ON incentive_calculation.delivery_credit TO incentive_calculation;
COMMIT;
