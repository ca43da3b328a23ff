-- Deliveries of the units $1 and the product $2 ('': all) from the year's first day $3 and the month's $4 to the day $5, and
-- from last year's first day $6 to the same day $7. A unit's are those of dealers that stood below it on the day of delivery;
-- headquarters has all. A vehicle that came back is taken off on the day of its return. Columns: unit_id, before the month, in the month, on the day, last year.
WITH entry AS (
    SELECT dealer_id, area_id, region_id, product_code, delivered_on AS day, 1 AS units
    FROM actual WHERE delivered_on BETWEEN $6 AND $5 AND NOT is_cancelled
    UNION ALL
    SELECT dealer_id, area_id, region_id, product_code, returned_on, -1
    FROM actual WHERE returned_on BETWEEN $6 AND $5 AND NOT is_cancelled
), sold AS MATERIALIZED (
    SELECT dealer_id, area_id, region_id,
           coalesce(sum(units) FILTER (WHERE day >= $3 AND day < $4), 0) AS before_month,
           coalesce(sum(units) FILTER (WHERE day >= $4), 0) AS in_month,
           coalesce(sum(units) FILTER (WHERE day = $5), 0) AS on_day,
           coalesce(sum(units) FILTER (WHERE day <= $7), 0) AS last_year
    FROM entry
    WHERE $2 = '' OR product_code = $2
    GROUP BY dealer_id, area_id, region_id
)
SELECT line.unit_id, sum(before_month)::bigint, sum(in_month)::bigint, sum(on_day)::bigint, sum(last_year)::bigint
FROM unnest($1::bigint[]) AS line (unit_id)
JOIN sold ON line.unit_id IN (dealer_id, area_id, region_id)
          OR line.unit_id IN (SELECT unit_id FROM directory.unit_view WHERE kind = 1)
GROUP BY line.unit_id;
