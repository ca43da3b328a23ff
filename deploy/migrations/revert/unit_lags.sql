-- Revert remuda:unit_lags
BEGIN;
DROP TABLE target_planning.lag_told;
ALTER TABLE target_planning.plan DROP COLUMN lag_ppm, DROP COLUMN lag_month_ends;
COMMIT;
