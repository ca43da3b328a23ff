-- $1 plan_code, $2 version, $3 principal: 'done', 'approved' before, 'own', 'late', or no row. Late: a period from its day on is approved by
-- another document of the role, and what a period was paid by stays.
WITH found AS (
    SELECT put_by, approved_by, EXISTS (
               SELECT FROM pay_period
               JOIN plan_document AS earlier ON earlier.role = draft.role AND earlier.period = pay_period.kind
               WHERE pay_period.kind = draft.period AND state >= 3 AND last_day >= draft.valid_from
                 AND earlier.approved_by IS NOT NULL AND earlier.valid_from <= last_day) AS is_late
    FROM plan_document AS draft WHERE plan_code = $1::text AND version = $2::bigint FOR UPDATE OF draft
), done AS (
    UPDATE plan_document SET approved_by = $3::bigint, approved_at = now()
    WHERE plan_code = $1::text AND version = $2::bigint AND approved_by IS NULL AND put_by <> $3::bigint
      AND NOT (SELECT is_late FROM found)
)
SELECT CASE WHEN approved_by IS NOT NULL THEN 'approved' WHEN put_by = $3::bigint THEN 'own' WHEN is_late THEN 'late' ELSE 'done' END FROM found
