-- What units sold from $1 to $2, those that came back taken off on the day of their return: areas, regions and headquarters, as
-- dealers stood on the day of delivery.
WITH entry AS (
    SELECT area_id, region_id, 1 AS units FROM actual WHERE delivered_on BETWEEN $1 AND $2 AND NOT is_cancelled
    UNION ALL
    SELECT area_id, region_id, -1 FROM actual WHERE returned_on BETWEEN $1 AND $2 AND NOT is_cancelled
), area AS (
    SELECT area_id, region_id, sum(units) AS units FROM entry GROUP BY area_id, region_id
)
SELECT unit_id, sum(units)::bigint
FROM (SELECT area_id AS unit_id, units FROM area
      UNION ALL SELECT region_id, units FROM area
      UNION ALL SELECT (SELECT unit_id FROM directory.unit_view WHERE kind = 1 LIMIT 1), units FROM area) AS sold
GROUP BY unit_id;
