-- The last month that the plan $1 has issued, 0 when none; and what of the year stands in the months before $2.
SELECT coalesce((SELECT max(month) FROM issued_month WHERE plan_id = $1), 0)::bigint,
       (SELECT coalesce(sum(units), 0) FROM target
        WHERE plan_id = $1 AND month < $2 AND person_id = 0
          AND unit_id = (SELECT unit_id FROM plan_node WHERE plan_id = $1 AND kind = 1 LIMIT 1))::bigint;
