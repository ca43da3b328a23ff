SELECT unit_id, units FROM target WHERE plan_id = $1 AND month = $2 ORDER BY unit_id;
