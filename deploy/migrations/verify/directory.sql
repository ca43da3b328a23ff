-- Verify remuda:directory
BEGIN;
SELECT version FROM directory.version_view WHERE false;
SELECT unit_id, code, name, kind, parent_id, valid_from, valid_to FROM directory.unit_view WHERE false;
SELECT person_id, code, name, unit_id, job, valid_from, valid_to FROM directory.person_view WHERE false;
SELECT product_id, code, name, product_line, use_class, list_price_fen FROM directory.product_view WHERE false;
SELECT day, name, is_working_day FROM directory.calendar_view WHERE false;
SELECT list, code, name_zh, name_en, sequence, mapping FROM directory.reference_view WHERE false;
SELECT principal_id, name, person_id FROM directory.principal_view WHERE false;
SELECT public_key, principal_id FROM directory.principal_key_view WHERE false;
SELECT principal_id, role, unit_id FROM directory.grant_view WHERE false;
SELECT principal_id, idempotency_key, request_hash, response, kept_at FROM directory.kept_reply WHERE false;
-- The headquarters unit and the version's row are there.
SELECT 1 / count(*) FROM directory.unit WHERE unit_id = 1 AND kind = 1;
SELECT 1 / count(*) FROM directory.version;
ROLLBACK;
