-- Revert remuda:sold_sums
BEGIN;
DROP TRIGGER sum_inserted ON target_planning.actual;
DROP TRIGGER sum_updated ON target_planning.actual;
DROP FUNCTION target_planning.sum_sold();
DROP TABLE target_planning.sold;
COMMIT;
