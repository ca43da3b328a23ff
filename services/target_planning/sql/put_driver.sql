-- $1 name, $2 axis, $3 as of, $4 principal, $5 now.
INSERT INTO driver (name, axis, as_of, principal_id, put_at) VALUES ($1, $2, $3, $4, $5) RETURNING driver_id;
