-- The latest driver named $1 of the axis $2 as of the day $3.
SELECT driver_id FROM driver WHERE name = $1 AND axis = $2 AND as_of <= $3 ORDER BY as_of DESC, driver_id DESC LIMIT 1;
