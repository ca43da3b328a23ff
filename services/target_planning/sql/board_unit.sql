-- The unit with the code $1, for '' headquarters.
SELECT DISTINCT unit_id FROM directory.unit_view WHERE code = $1 OR ($1 = '' AND kind = 1);
