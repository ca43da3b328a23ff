-- $1 days, $2 names, $3 whether work is done. No day twice.
INSERT INTO calendar_day AS c (day, name, is_working_day)
SELECT * FROM unnest($1::date[], $2::text[], $3::boolean[])
ON CONFLICT (day) DO UPDATE SET name = excluded.name, is_working_day = excluded.is_working_day
WHERE (c.name, c.is_working_day) IS DISTINCT FROM (excluded.name, excluded.is_working_day)
