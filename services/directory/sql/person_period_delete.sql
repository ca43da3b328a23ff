-- $1 codes of the people whose periods are written anew.
DELETE FROM person_period USING person
WHERE person_period.person_id = person.person_id AND person.code = ANY ($1::text[])
