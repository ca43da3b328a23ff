-- Deploy remuda:tiering_returns
-- A vehicle that came back counts until that day.
BEGIN;
ALTER TABLE customer_tiering.delivery ADD COLUMN returned_on date;
COMMIT;
