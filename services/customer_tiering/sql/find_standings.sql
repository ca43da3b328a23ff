-- The standings that are kept, each with its policy; with $1 only those that are not valued as of that day up to the last customer.
SELECT standing_id, policy_version, as_of, coalesce(built_to, -1), document
FROM standing JOIN policy ON version = policy_version
WHERE $1::date IS NULL OR as_of <> $1::date OR built_to IS NOT NULL
ORDER BY standing_id;
