UPDATE run SET digest = $2 WHERE run_id = $1;
