-- What persons' codes ($1) mean: of several who had a code the latest.
SELECT DISTINCT ON (code) code, '', person_id FROM directory.person_view WHERE code = ANY ($1::text[]) ORDER BY code, valid_from DESC
