-- Sales before Remuda of the areas at or below the units $1 on the day $2, of the product $3 ('': all), for the month $5 of the
-- year $4. One row a unit and area, because a month in progress is rounded by area. Columns: unit_id, this year before the
-- month, last year before the month, last year's month.
WITH history AS MATERIALIZED (
    SELECT unit_id AS area_id,
           sum(units) FILTER (WHERE year = $4 AND month < $5) AS before_month,
           sum(units) FILTER (WHERE year = $4 - 1 AND month < $5) AS last_year_before_month,
           sum(units) FILTER (WHERE year = $4 - 1 AND month = $5) AS last_year_month
    FROM sales_history
    WHERE year IN ($4, $4 - 1) AND month <= $5 AND ($3 = '' OR product_code = $3)
    GROUP BY unit_id
), place AS MATERIALIZED (
    SELECT history.*, area.parent_id AS region_id
    FROM history CROSS JOIN LATERAL unit_on(history.area_id, $2) AS area
)
SELECT line.unit_id, coalesce(before_month, 0)::bigint, coalesce(last_year_before_month, 0)::bigint,
       coalesce(last_year_month, 0)::bigint
FROM unnest($1::bigint[]) AS line (unit_id)
JOIN place ON line.unit_id IN (area_id, region_id)
           OR line.unit_id IN (SELECT unit_id FROM directory.unit_view WHERE kind = 1);
