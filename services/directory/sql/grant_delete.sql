-- $1 principal.
DELETE FROM principal_grant WHERE principal_id = $1::bigint
