-- The last month that the plan $1 has issued, 0 when none; and what of the year stands in the months before $2.
SELECT coalesce((SELECT max(month) FROM issued_month WHERE plan_id = $1), 0)::bigint,
       (SELECT coalesce(sum(t.units), 0) FROM target t JOIN plan_node n USING (plan_id, unit_id, person_id)
        WHERE t.plan_id = $1 AND t.month < $2 AND n.kind = 1)::bigint;
