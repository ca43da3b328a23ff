-- Headquarters, regions and areas that are in force in the year from $1 to $2, as they stand at its end (or at theirs).
-- By kind and code: in this order remainders are given.
SELECT u.unit_id, u.code, u.name, u.kind, coalesce(u.parent_id, 0)
FROM (SELECT DISTINCT unit_id FROM directory.unit_view
      WHERE kind <= 3 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $1)) AS in_force
CROSS JOIN LATERAL unit_on(in_force.unit_id, $2) AS u
ORDER BY u.kind, u.code;
