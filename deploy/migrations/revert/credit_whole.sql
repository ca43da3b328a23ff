-- Revert remuda:credit_whole
BEGIN;

CREATE OR REPLACE FUNCTION lead_intake.is_whole(parts_ppm bigint[]) RETURNS boolean
    IMMUTABLE LANGUAGE sql AS 'SELECT sum(part) = 1000000 AND min(part) > 0 FROM unnest(parts_ppm) AS part';

COMMIT;
