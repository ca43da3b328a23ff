-- The whole tree, all periods.
SELECT u.code, u.kind, p.valid_from, p.valid_to, p.name, coalesce(a.code, '') AS parent_code
FROM unit u
JOIN unit_period p USING (unit_id)
LEFT JOIN unit a ON a.unit_id = p.parent_id
ORDER BY u.unit_id, p.valid_from
