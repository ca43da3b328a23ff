-- Verify remuda:lead_intake
BEGIN;
SELECT customer_id, name_key, uscc FROM lead_intake.customer WHERE false;
SELECT lead_id, customer_id, product_line, state FROM lead_intake.lead WHERE false;
SELECT delivery_id, vin, cancelled_on FROM lead_intake.delivery WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'lead_intake' AND indexname = 'lead_one_holder';
ROLLBACK;
