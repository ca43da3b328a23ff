SELECT (SELECT count(*) FROM actual WHERE NOT is_cancelled AND returned_on IS NULL), (SELECT count(*) FROM plan WHERE is_locked),
       (SELECT count(*) FROM issued_month);
