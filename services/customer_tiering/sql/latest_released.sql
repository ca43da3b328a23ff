-- The latest released run of the scope $1, or of any for ''.
SELECT coalesce(max(run_id), 0)
FROM run JOIN policy ON version = policy_version
WHERE released_at IS NOT NULL AND (scope = $1 OR $1 = '');
