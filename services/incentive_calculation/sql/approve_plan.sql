-- $1 plan_code, $2 version, $3 principal: 'done', 'approved' before, 'own', or no row
WITH found AS (
    SELECT put_by, approved_by FROM plan_document WHERE plan_code = $1::text AND version = $2::bigint FOR UPDATE
), done AS (
    UPDATE plan_document SET approved_by = $3::bigint, approved_at = now()
    WHERE plan_code = $1::text AND version = $2::bigint AND approved_by IS NULL AND put_by <> $3::bigint
)
SELECT CASE WHEN approved_by IS NOT NULL THEN 'approved' WHEN put_by = $3::bigint THEN 'own' ELSE 'done' END FROM found
