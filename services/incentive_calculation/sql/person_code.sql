-- $1 person_id: the code that the person has now.
SELECT code FROM directory.person_view WHERE person_id = $1::bigint ORDER BY valid_from DESC LIMIT 1
