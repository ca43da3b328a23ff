-- Deploy remuda:planning_returns
-- A vehicle that came back is taken off on that day: what was sold before stays sold before.
BEGIN;
ALTER TABLE target_planning.actual ADD COLUMN returned_on date;
CREATE INDEX actual_returned ON target_planning.actual (returned_on) WHERE returned_on IS NOT NULL;
COMMIT;
