-- Working days of the month and the year of $1, gone (that day included) and all: weekdays, but for what the calendar says.
SELECT count(*) FILTER (WHERE in_month AND day <= $1), count(*) FILTER (WHERE in_month), count(*) FILTER (WHERE day <= $1), count(*)
FROM (
    SELECT series.day::date AS day, date_trunc('month', series.day) = date_trunc('month', $1::date::timestamp) AS in_month
    FROM generate_series(date_trunc('year', $1::date::timestamp), date_trunc('year', $1::date::timestamp) + interval '1 year - 1 day',
                         interval '1 day') AS series (day)
    LEFT JOIN directory.calendar_view c ON c.day = series.day::date
    WHERE coalesce(c.is_working_day, extract(isodow FROM series.day) < 6)
) AS working;
