-- Verify remuda:tiering_merge
BEGIN;
SELECT identity_id FROM customer_tiering.customer WHERE false;
SELECT customer_id, survivor_id, changed_by FROM customer_tiering.customer_merge WHERE false;
ROLLBACK;
