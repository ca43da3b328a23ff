SELECT public_key, principal_id FROM directory.principal_key_view
