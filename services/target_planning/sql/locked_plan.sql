SELECT plan_id, total_units FROM plan WHERE year = $1 AND is_locked;
