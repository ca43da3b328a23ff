-- The draft $1 is split again.
DELETE FROM plan_axis WHERE plan_id = $1;
