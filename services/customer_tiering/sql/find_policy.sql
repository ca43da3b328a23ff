-- The policy $1, or for 0 the national one in force on $2.
SELECT version, document, scope, in_force_from, put_by, put_at, approved_at
FROM policy
WHERE version = $1 OR ($1 = 0 AND scope = '"national"' AND approved_at IS NOT NULL AND in_force_from <= $2)
ORDER BY in_force_from DESC, version DESC
LIMIT 1;
