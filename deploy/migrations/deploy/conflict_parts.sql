-- Deploy remuda:conflict_parts
-- A decision to share keeps its parts: a later one that is withdrawn, when a merge is undone, leaves them in force again.
BEGIN;

ALTER TABLE lead_intake.conflict_decision
    ADD COLUMN credit_unit_ids bigint[],
    ADD COLUMN credit_ppm bigint[],
    ADD CONSTRAINT credit_is_whole CHECK (
        credit_ppm IS NULL AND credit_unit_ids IS NULL
        OR outcome = 3 AND cardinality(credit_ppm) = cardinality(credit_unit_ids) AND lead_intake.is_whole(credit_ppm));

COMMIT;
