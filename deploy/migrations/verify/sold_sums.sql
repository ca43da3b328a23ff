-- Verify remuda:sold_sums
BEGIN;
SELECT unit_id, product_code, span, day, units FROM target_planning.sold WHERE false;
SELECT 1 / (count(*) - 1) FROM pg_trigger WHERE tgrelid = 'target_planning.actual'::regclass AND tgname IN ('sum_inserted', 'sum_updated');
ROLLBACK;
