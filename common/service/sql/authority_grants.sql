SELECT principal_id, role, unit_id FROM directory.grant_view
