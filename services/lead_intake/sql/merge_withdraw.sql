-- Conflicts whose claim and hold are of different customers again, whatever was decided of them. $1, $2 the customers parted, $3 now.
-- Gives the conflict, the lead that is credited in parts by its decision (0: none), and that lead's state. A lead that has given way
-- since does not come back with such parts.
WITH withdrawn AS (
    UPDATE conflict SET withdrawn_at = $3::timestamptz
    FROM lead AS hold, customer AS claimed
    WHERE hold.lead_id = conflict.lead_id AND claimed.customer_id = conflict.customer_id AND conflict.withdrawn_at IS NULL
      AND (coalesce(hold.identity_id, hold.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint]) AND hold.state IN (2, 7)
           OR coalesce(hold.identity_id, hold.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint]) AND hold.state NOT IN (2, 7))
      AND coalesce(claimed.identity_id, claimed.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint])
      AND coalesce(claimed.identity_id, claimed.customer_id) <> coalesce(hold.identity_id, hold.customer_id)
    RETURNING conflict.conflict_id
), kept AS (
    UPDATE merge_set_aside SET credit_unit_ids = NULL, credit_ppm = NULL
    FROM withdrawn WHERE merge_set_aside.credit_conflict_id = withdrawn.conflict_id
)
SELECT withdrawn.conflict_id, shared.lead_id, shared.state
FROM withdrawn
LEFT JOIN lead AS shared ON shared.credit_conflict_id = withdrawn.conflict_id AND shared.credit_ppm IS NOT NULL
ORDER BY withdrawn.conflict_id
