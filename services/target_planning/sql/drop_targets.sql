-- The draft $1 is split again.
DELETE FROM target WHERE plan_id = $1;
