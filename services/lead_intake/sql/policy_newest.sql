-- The newest version of the protection policy, when it is above $1.
SELECT version, document, reason, put_at FROM protection_policy WHERE version > $1::bigint ORDER BY version DESC LIMIT 1
