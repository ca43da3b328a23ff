-- What the units $1 sold of the product $2 ('': all) from the year's first day $3 and the month's $4 to the day $5, and from last
-- year's first day $6 to the same day $7: whole months, and the days of a month in progress. A unit's are those of dealers that stood
-- below it on the day of delivery. Columns: unit_id, before the month, in the month, on the day, last year.
SELECT line.unit_id, coalesce(sum(s.units) FILTER (WHERE s.span = 2 AND s.day >= $3), 0)::bigint,
       coalesce(sum(s.units) FILTER (WHERE s.span = 1 AND s.day >= $4), 0)::bigint,
       coalesce(sum(s.units) FILTER (WHERE s.span = 1 AND s.day = $5), 0)::bigint,
       coalesce(sum(s.units) FILTER (WHERE s.day <= $7), 0)::bigint
FROM unnest($1::bigint[]) AS line (unit_id)
CROSS JOIN LATERAL (
    SELECT span, day, units FROM sold
    WHERE unit_id = line.unit_id AND product_code = $2 AND span = 2 AND day >= $6 AND day < date_trunc('month', $7::date)::date
    UNION ALL
    SELECT span, day, units FROM sold
    WHERE unit_id = line.unit_id AND product_code = $2 AND span = 1 AND day BETWEEN date_trunc('month', $7::date)::date AND $7
    UNION ALL
    SELECT span, day, units FROM sold WHERE unit_id = line.unit_id AND product_code = $2 AND span = 2 AND day >= $3 AND day < $4
    UNION ALL
    SELECT span, day, units FROM sold WHERE unit_id = line.unit_id AND product_code = $2 AND span = 1 AND day BETWEEN $4 AND $5
) AS s
GROUP BY line.unit_id;
