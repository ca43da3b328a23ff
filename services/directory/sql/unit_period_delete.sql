-- $1 codes of the units whose periods are written anew.
DELETE FROM unit_period USING unit
WHERE unit_period.unit_id = unit.unit_id AND unit.code = ANY ($1::text[])
