UPDATE run SET released_at = $2 WHERE run_id = $1;
