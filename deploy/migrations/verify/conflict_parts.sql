-- Verify remuda:conflict_parts
BEGIN;
SELECT credit_unit_ids, credit_ppm FROM lead_intake.conflict_decision WHERE false;
ROLLBACK;
