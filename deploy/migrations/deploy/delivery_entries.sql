-- Deploy remuda:delivery_entries
-- A delivery ends by a forward entry: it is cancelled (it never was) or the vehicle comes back (it was, until that day).
BEGIN;

-- Append-only.
CREATE TABLE lead_intake.delivery_entry (
    delivery_id bigint PRIMARY KEY REFERENCES lead_intake.delivery, -- it ends once
    principal_id bigint,                                            -- NULL: entered before this was kept
    entered_at timestamptz NOT NULL,
    entered_on date NOT NULL,                                       -- the day for which it counts
    kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),            -- 1 cancelled, 2 returned
    reason text NOT NULL CHECK (reason <> '')
);
INSERT INTO lead_intake.delivery_entry (delivery_id, entered_at, entered_on, kind, reason)
SELECT delivery_id, cancelled_on::timestamptz, cancelled_on, 1, coalesce(nullif(cancel_reason, ''), '-')
FROM lead_intake.delivery WHERE cancelled_on IS NOT NULL;

-- The delivery itself only says whether it stands, for delivery_vin: a vehicle is delivered once while that has not ended.
ALTER TABLE lead_intake.delivery RENAME COLUMN cancelled_on TO ended_on;
ALTER TABLE lead_intake.delivery DROP COLUMN cancel_reason;

GRANT SELECT, INSERT ON lead_intake.delivery_entry TO lead_intake;

COMMIT;
