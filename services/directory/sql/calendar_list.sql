-- $1 first day, $2 last day.
SELECT day, name, is_working_day FROM calendar_day WHERE day BETWEEN $1::date AND $2::date ORDER BY day
