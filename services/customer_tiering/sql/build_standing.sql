-- The standing $1 is valued as of $2 up to the customer $3; NULL: all.
UPDATE standing SET as_of = $2, built_to = $3 WHERE standing_id = $1;
