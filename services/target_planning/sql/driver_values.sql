-- What the driver $1 says, by key.
SELECT key, weight FROM driver_value WHERE driver_id = $1 ORDER BY key;
