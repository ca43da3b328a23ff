-- From now on customers of the scope $1 stand by the policy $2: all are to be valued anew, unless they stand by it already.
INSERT INTO standing (scope, policy_version) VALUES ($1, $2)
ON CONFLICT (scope) DO UPDATE
SET policy_version = excluded.policy_version, as_of = excluded.as_of, built_to = excluded.built_to
WHERE standing.policy_version <> excluded.policy_version;
