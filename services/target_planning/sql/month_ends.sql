-- What each unit of the plan $1 should have sold and sold in the months $3 to $4 of the year $2; months without a target have no row.
SELECT t.unit_id, t.units, coalesce(s.units, 0)::bigint
FROM (SELECT unit_id, month, sum(units)::bigint AS units
      FROM target
      WHERE plan_id = $1 AND person_id = 0 AND month BETWEEN $3 AND $4
      GROUP BY unit_id, month) AS t
LEFT JOIN sold s ON s.unit_id = t.unit_id AND s.product_code = '' AND s.span = 2 AND s.day = make_date($2::integer, t.month, 1)
ORDER BY t.unit_id, t.month;
