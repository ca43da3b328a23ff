-- The record of a lead, oldest first, a row a changed field; its filing, which is told by the lead itself, stands as entry 0.
-- $1 lead_id, $2 after this entry, $3 how many entries.
SELECT entry.entry_id, entry.at, coalesce(principal.name, ''), entry.event, entry.from_state, entry.to_state, entry.reason,
       change.field, change.before, change.after
FROM (
    SELECT 0::bigint AS entry_id, filed_at AS at, principal_id, 'file'::text AS event, 0::smallint AS from_state,
           CASE WHEN candidate_customer_id IS NOT NULL OR state = 1 THEN 1 ELSE 2 END::smallint AS to_state, '' AS reason,
           ARRAY['customer', 'product_code'] AS fields, ARRAY['', ''] AS before, ARRAY[filed_name, product_code] AS after
    FROM lead WHERE lead_id = $1::bigint AND $2::bigint < 0
    UNION ALL
    SELECT entry_id, at, principal_id, event, from_state, to_state, reason, fields, before, after
    FROM lead_history WHERE lead_id = $1::bigint AND entry_id > $2::bigint
    ORDER BY entry_id LIMIT $3::bigint
) AS entry
LEFT JOIN directory.principal_view AS principal USING (principal_id)
LEFT JOIN LATERAL unnest(entry.fields, entry.before, entry.after) WITH ORDINALITY AS change (field, before, after, place) ON true
ORDER BY entry.entry_id, change.place
