-- $1 code, $2 day: as it is on that day, else as it was last before, else as it will be.
SELECT u.unit_id, u.code, p.name, u.kind, coalesce(a.code, '') AS parent_code, p.valid_from, p.valid_to
FROM unit u
JOIN unit_period p USING (unit_id)
LEFT JOIN unit a ON a.unit_id = p.parent_id
WHERE u.code = $1::text
ORDER BY p.valid_from <= $2::date DESC, abs(p.valid_from - $2::date)
LIMIT 1
