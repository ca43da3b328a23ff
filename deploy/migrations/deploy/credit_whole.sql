-- Deploy remuda:credit_whole
-- A CHECK's SQL function is parsed and planned anew for every statement that puts in leads, whether or not there is a sharing to look at:
-- 28 of the 107 microseconds of filing one. A PL/pgSQL function is left alone until it is called.
BEGIN;

CREATE OR REPLACE FUNCTION lead_intake.is_whole(parts_ppm bigint[]) RETURNS boolean
    IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT sum(part) = 1000000 AND min(part) > 0 FROM unnest(parts_ppm) AS part); END';

COMMIT;
