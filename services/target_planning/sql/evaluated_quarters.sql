-- Which quarters of the year $1 are evaluated, whatever version was in force.
SELECT DISTINCT e.quarter::bigint FROM evaluation e JOIN plan p USING (plan_id) WHERE p.year = $1 ORDER BY e.quarter::bigint;
