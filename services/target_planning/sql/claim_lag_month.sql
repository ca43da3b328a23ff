-- The month $2 of the year $1 is being told, at $3: the plan in force, with its rule. No row when it is told, or nothing is planned.
INSERT INTO lag_told (year, month, told_at)
SELECT $1, $2, $3
WHERE EXISTS (SELECT FROM plan WHERE year = $1 AND is_locked)
  AND NOT EXISTS (SELECT FROM lag_told WHERE year = $1 AND month = $2)
ON CONFLICT DO NOTHING
RETURNING year::bigint;
