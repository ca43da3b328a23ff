-- Verify remuda:unit_lags
BEGIN;
SELECT year, month, told_at FROM target_planning.lag_told WHERE false;
SELECT lag_ppm, lag_month_ends FROM target_planning.plan WHERE false;
ROLLBACK;
