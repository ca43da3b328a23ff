-- $1 principal, $2 roles, $3 codes of units.
INSERT INTO principal_grant (principal_id, role, unit_id)
SELECT $1::bigint, role, unit_id FROM unnest($2::bigint[], $3::text[]) AS g (role, code) JOIN unit USING (code)
ON CONFLICT DO NOTHING
