-- $1 code of the top, $2 day, $3 kind (0: all), $4 how many at most.
WITH RECURSIVE standing AS (
    SELECT * FROM unit_period WHERE valid_from <= $2::date AND (valid_to IS NULL OR valid_to >= $2::date)
), subtree AS (
    SELECT s.* FROM standing s JOIN unit u USING (unit_id) WHERE u.code = $1::text
    UNION ALL
    SELECT s.* FROM standing s JOIN subtree t ON s.parent_id = t.unit_id
)
SELECT u.unit_id, u.code, t.name, u.kind, coalesce(a.code, '') AS parent_code, t.valid_from, t.valid_to
FROM subtree t
JOIN unit u USING (unit_id)
LEFT JOIN unit a ON a.unit_id = t.parent_id
WHERE $3::bigint = 0 OR u.kind = $3::bigint
ORDER BY u.kind, u.code
LIMIT $4::bigint
