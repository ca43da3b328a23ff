-- Revert remuda:delivery_entries
-- A return becomes a cancellation: before this change there was nothing else.
BEGIN;
ALTER TABLE lead_intake.delivery ADD COLUMN cancel_reason text;
ALTER TABLE lead_intake.delivery RENAME COLUMN ended_on TO cancelled_on;
UPDATE lead_intake.delivery SET cancel_reason = entry.reason
FROM lead_intake.delivery_entry AS entry WHERE entry.delivery_id = delivery.delivery_id;
DROP TABLE lead_intake.delivery_entry;
COMMIT;
