-- Verify remuda:gateway
BEGIN;
SELECT prefix, hash, principal_name, scopes, expires_on, put_at, revoked_at, last_used_at FROM gateway.api_key WHERE false;
SELECT principal_id, idempotency_key, request_hash, response, kept_at FROM gateway.kept_reply WHERE false;
SELECT 1 / (NOT has_column_privilege('gateway', 'gateway.api_key', 'hash', 'UPDATE'))::integer;
ROLLBACK;
