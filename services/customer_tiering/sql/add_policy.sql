INSERT INTO policy (document, scope, in_force_from, put_by, put_at) VALUES ($1, $2, $3, $4, $5) RETURNING version;
