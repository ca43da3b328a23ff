-- Units down to the kind $3 that are in force from $1 to $2, as they stand at its end (or at theirs); with kind 5 the dealers' people too.
-- By kind and code: in this order remainders are given.
WITH unit AS (
    SELECT u.unit_id, u.code, u.name, u.kind, coalesce(u.parent_id, 0) AS parent_id
    FROM (SELECT DISTINCT unit_id FROM directory.unit_view
          WHERE kind <= least($3, 4) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $1)) AS in_force
    CROSS JOIN LATERAL unit_on(in_force.unit_id, $2) AS u
), person AS (
    SELECT DISTINCT ON (person_id) person_id, code, name, unit_id
    FROM directory.person_view
    WHERE $3 = 5 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $1)
    ORDER BY person_id, valid_from DESC
)
SELECT unit_id, 0::bigint AS person_id, kind::bigint, parent_id, code::text, name FROM unit
UNION ALL
SELECT person.unit_id, person_id, 5, person.unit_id, person.code::text, person.name
FROM person JOIN unit ON unit.unit_id = person.unit_id AND unit.kind = 4
ORDER BY kind, code;
