-- The draft $1 is split again.
DELETE FROM plan_node WHERE plan_id = $1;
