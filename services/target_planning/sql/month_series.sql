-- Units that the company sold in each month from $1 to $2, those without sales too.
SELECT coalesce(h.units, 0)::bigint + coalesce(a.units, 0)::bigint
FROM generate_series($1::date, $2::date, interval '1 month') AS month (first)
LEFT JOIN (SELECT make_date(year, month, 1) AS first, sum(units) AS units FROM sales_history GROUP BY year, month) AS h
       ON h.first = month.first::date
LEFT JOIN (SELECT date_trunc('month', delivered_on)::date AS first, count(*) AS units FROM actual
           WHERE delivered_on BETWEEN $1 AND $2 + 31 AND NOT is_cancelled AND returned_on IS NULL
           GROUP BY date_trunc('month', delivered_on)) AS a ON a.first = month.first::date
ORDER BY month.first;
