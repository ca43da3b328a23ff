-- Revert remuda:lead_filing
BEGIN;
CREATE TABLE lead_intake.merge_generation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation bigint NOT NULL
);
INSERT INTO lead_intake.merge_generation (generation) VALUES (0);
CREATE FUNCTION lead_intake.merge_generation_now() RETURNS bigint VOLATILE LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('lead_intake.merge', 0));
    RETURN (SELECT generation FROM lead_intake.merge_generation WHERE one);
END $$;
GRANT SELECT, UPDATE ON lead_intake.merge_generation TO lead_intake;
COMMIT;
