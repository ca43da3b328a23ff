-- The run $1.
SELECT run_id, as_of, policy_version, coalesce(before_run_id, 0), last_override_id, released_at IS NOT NULL, digest, document, scope,
       coalesce((SELECT sum(customers) FROM run_tier WHERE run_tier.run_id = run.run_id), 0)::bigint,
       coalesce((SELECT sum(value) FROM run_tier WHERE run_tier.run_id = run.run_id), 0)::bigint
FROM run JOIN policy ON version = policy_version
WHERE run_id = $1;
