-- The target of the unit $2 and person $3 in the plan $1, of the month $4, product $5 and business type $6, as it came about: its kind,
-- weight and that of all siblings; units, the parent's, and the exact share (NULL: nothing is stored, or no driver made it); why it was
-- fixed by hand (NULL: it was not); why the version was made that split the month ('': the first).
SELECT n.kind::bigint, n.weight,
       (SELECT sum(s.weight) FROM plan_node s
        WHERE s.plan_id = $1 AND s.parent_id = n.parent_id AND s.kind = n.kind AND $4 BETWEEN s.first_month AND s.last_month)::bigint,
       coalesce(t.units, 0),
       coalesce((SELECT units FROM target above
                 WHERE above.plan_id = $1 AND above.unit_id = n.parent_id AND above.person_id = 0 AND above.month = $4
                   AND above.product_code = $5 AND above.business_type = $6), 0),
       t.exact_millionths,
       (SELECT reason FROM adjustment a
        WHERE a.plan_id = $1 AND a.unit_id = $2 AND a.person_id = $3 AND a.month = $4 AND a.product_code = $5 AND a.business_type = $6
        ORDER BY adjustment_id DESC LIMIT 1),
       coalesce((SELECT v.reason FROM plan v
                 WHERE v.year = p.year AND v.version <= p.version AND v.effective_on <= make_date(p.year, $4::integer, 1)
                 ORDER BY v.version DESC LIMIT 1), p.reason)
FROM plan_node n
JOIN plan p USING (plan_id)
LEFT JOIN target t ON t.plan_id = $1 AND t.unit_id = $2 AND t.person_id = $3 AND t.month = $4 AND t.product_code = $5
                      AND t.business_type = $6
WHERE n.plan_id = $1 AND n.unit_id = $2 AND n.person_id = $3 AND $4 BETWEEN n.first_month AND n.last_month;
