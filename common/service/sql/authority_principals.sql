SELECT principal_id, name, coalesce(person_id, 0) FROM directory.principal_view
