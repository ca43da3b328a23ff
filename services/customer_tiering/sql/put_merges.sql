-- What customers were merged into, or no more. $1 customer_ids, $2 survivors (0: none), $3 positions of the events. The last event of a
-- customer decides, in whatever order they come.
INSERT INTO customer_merge (customer_id, survivor_id, changed_by)
SELECT DISTINCT ON (told.customer_id) told.customer_id, nullif(told.survivor_id, 0), told.position
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS told (customer_id, survivor_id, position)
ORDER BY told.customer_id, told.position DESC
ON CONFLICT (customer_id) DO UPDATE
SET survivor_id = excluded.survivor_id, changed_by = excluded.changed_by
WHERE excluded.changed_by > customer_merge.changed_by;
