-- Units sold by area and month of the year from $1 to $2: what was sold before Remuda and what was delivered since.
SELECT unit_id, month, sum(units)::bigint
FROM (
    SELECT unit_id, month::integer, units FROM sales_history WHERE year = extract(year FROM $1::date)
    UNION ALL
    SELECT area_id, extract(month FROM delivered_on)::integer, 1
    FROM actual WHERE delivered_on BETWEEN $1 AND $2 AND NOT is_cancelled
) AS sold
GROUP BY unit_id, month;
