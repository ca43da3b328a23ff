-- $1 name, $2 code of the person ('' leaves who it is).
INSERT INTO principal AS p (name, person_id)
VALUES ($1::text, (SELECT person_id FROM person WHERE code = $2::text))
ON CONFLICT (name) DO UPDATE SET person_id = coalesce(excluded.person_id, p.person_id)
RETURNING principal_id
