SELECT (SELECT count(*) FROM actual WHERE NOT is_cancelled), (SELECT count(*) FROM plan WHERE is_locked),
       (SELECT count(*) FROM issued_month);
