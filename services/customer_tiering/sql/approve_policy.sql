UPDATE policy SET approved_by = $2, approved_at = $3 WHERE version = $1;
