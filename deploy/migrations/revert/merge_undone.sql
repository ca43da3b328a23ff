-- Revert remuda:merge_undone
BEGIN;
DELETE FROM lead_intake.merge_set_aside AS aside
WHERE state = 1 OR given_back OR EXISTS (
    SELECT FROM lead_intake.merge_set_aside AS later WHERE later.lead_id = aside.lead_id AND later.entry_id > aside.entry_id);
ALTER TABLE lead_intake.merge_set_aside
    DROP CONSTRAINT merge_set_aside_pkey,
    DROP CONSTRAINT merge_set_aside_state,
    DROP COLUMN for_customer_id, DROP COLUMN entry_id, DROP COLUMN protected_until, DROP COLUMN held_since,
    DROP COLUMN credit_unit_ids, DROP COLUMN credit_ppm, DROP COLUMN credit_conflict_id, DROP COLUMN given_back,
    ADD PRIMARY KEY (lead_id),
    ADD CONSTRAINT merge_set_aside_state_check CHECK (state IN (2, 7));
REVOKE UPDATE ON lead_intake.merge_set_aside FROM lead_intake;
GRANT DELETE ON lead_intake.merge_set_aside TO lead_intake;
ALTER TABLE lead_intake.lead DROP COLUMN credit_conflict_id;
ALTER TABLE lead_intake.customer_merge DROP COLUMN override_reason;
DROP TABLE lead_intake.never_same;
COMMIT;
