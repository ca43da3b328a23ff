-- Units and people of the plan $1 as they stood in the month $2 with what they weighed, by kind and code: in this order remainders
-- were given.
SELECT unit_id, person_id, kind::bigint, parent_id, code, name, weight, season[1], season[2], season[3], season[4], season[5], season[6],
       season[7], season[8], season[9], season[10], season[11], season[12]
FROM plan_node
WHERE plan_id = $1 AND $2 BETWEEN first_month AND last_month
ORDER BY kind, code COLLATE "C";
