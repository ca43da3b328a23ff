-- A page of the audit, newest first. $1 below this entry, $2 of this principal's name or NULL, $3 refusals only, $4 how many
SELECT entry_id, at, coalesce(principal.name, ''), coalesce(subject_id, 0), coalesce(unit_id, 0), service, method, outcome, subject, field,
       traceparent
FROM event_log.read_audit(
         $1::bigint,
         CASE WHEN $2::text IS NOT NULL THEN coalesce((SELECT principal_id FROM directory.principal_view WHERE name = $2::text), -1) END,
         $3::boolean, $4::bigint) AS entry
LEFT JOIN directory.principal_view AS principal USING (principal_id)
ORDER BY entry_id DESC
