-- Units sold by month from $1 to $2: by area (what was sold before Remuda too), by dealer, by person.
WITH sold AS (
    SELECT area_id, dealer_id, person_id, extract(month FROM delivered_on)::bigint AS month, count(*) AS units
    FROM actual
    WHERE delivered_on BETWEEN $1 AND $2 AND NOT is_cancelled AND returned_on IS NULL
    GROUP BY area_id, dealer_id, person_id, extract(month FROM delivered_on)
)
SELECT unit_id, person_id, month, sum(units)::bigint
FROM (
    SELECT unit_id, 0::bigint AS person_id, month::bigint, units FROM sales_history
    WHERE make_date(year, month, 1) BETWEEN $1 AND $2
    UNION ALL SELECT area_id, 0, month, units FROM sold
    UNION ALL SELECT dealer_id, 0, month, units FROM sold
    UNION ALL SELECT dealer_id, person_id, month, units FROM sold WHERE person_id <> 0
) AS node
GROUP BY unit_id, person_id, month;
