-- The quarter $2 of the year $1 is evaluated again.
DELETE FROM evaluation e USING plan p WHERE p.plan_id = e.plan_id AND p.year = $1 AND e.quarter = $2;
