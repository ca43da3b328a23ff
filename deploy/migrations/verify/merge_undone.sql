-- Verify remuda:merge_undone
BEGIN;
SELECT customer_id, other_id, lead_id FROM lead_intake.never_same WHERE false;
SELECT override_reason FROM lead_intake.customer_merge WHERE false;
SELECT for_customer_id, entry_id, protected_until, held_since, credit_unit_ids, credit_ppm FROM lead_intake.merge_set_aside WHERE false;
ROLLBACK;
