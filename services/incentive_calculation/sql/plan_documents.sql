-- $1 period, $2 last day: the approved documents that begin up to then; of a role's documents of one day the one approved last.
SELECT DISTINCT ON (role, valid_from) version, document
FROM plan_document
WHERE approved_by IS NOT NULL AND period = $1::text AND valid_from <= $2::date
ORDER BY role, valid_from, approved_at DESC, plan_code, version DESC
