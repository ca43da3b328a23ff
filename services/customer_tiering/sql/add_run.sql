INSERT INTO run (as_of, delivered_unit_points, open_unit_points, key_cut_ppm, secondary_cut_ppm, principal_id, run_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
RETURNING run_id;
