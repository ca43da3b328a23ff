-- The run $1, or for 0 the latest.
SELECT run_id, as_of, delivered_unit_points, open_unit_points, key_cut_ppm, secondary_cut_ppm
FROM run
WHERE run_id = $1 OR $1 = 0
ORDER BY run_id DESC
LIMIT 1;
