-- Deploy remuda:unit_lags
-- When a unit lags, as part of the plan; months whose lagging units are told.
BEGIN;

ALTER TABLE target_planning.plan
    ADD COLUMN lag_ppm bigint NOT NULL DEFAULT 100000 CHECK (lag_ppm BETWEEN 1 AND 1000000),
    ADD COLUMN lag_month_ends smallint NOT NULL DEFAULT 2 CHECK (lag_month_ends BETWEEN 1 AND 12);

CREATE TABLE target_planning.lag_told (
    year smallint NOT NULL,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    told_at timestamptz NOT NULL,
    PRIMARY KEY (year, month)
);
GRANT SELECT, INSERT ON target_planning.lag_told TO target_planning;

COMMIT;
