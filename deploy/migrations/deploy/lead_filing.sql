-- Deploy remuda:lead_filing
-- Filings hold merges off before they look anything up: a count of merges to compare with is needed no more.
BEGIN;
DROP FUNCTION lead_intake.merge_generation_now();
DROP TABLE lead_intake.merge_generation;
COMMIT;
