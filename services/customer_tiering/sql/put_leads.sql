-- Leads filed, changed and ended. $1 customer_ids, $2 lead_ids, $3 quantities (0: the event tells none), $4 is it held now,
-- $5 positions of the events, $6 stages of buying (0: none told). The last event of a lead decides, in whatever order they come (a dead letter may come late).
INSERT INTO lead (customer_id, lead_id, quantity, is_held, changed_by, stage)
SELECT told.customer_id, told.lead_id,
       coalesce((array_agg(told.quantity ORDER BY told.position DESC) FILTER (WHERE told.quantity > 0))[1], 0),
       (array_agg(told.is_held ORDER BY told.position DESC))[1],
       max(told.position),
       coalesce((array_agg(told.stage ORDER BY told.position DESC) FILTER (WHERE told.stage > 0))[1], 0)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::bigint[], $6::bigint[])
     AS told (customer_id, lead_id, quantity, is_held, position, stage)
GROUP BY told.customer_id, told.lead_id
ON CONFLICT (customer_id, lead_id) DO UPDATE
SET quantity = CASE WHEN excluded.changed_by > lead.changed_by THEN coalesce(nullif(excluded.quantity, 0), lead.quantity)
                    ELSE coalesce(nullif(lead.quantity, 0), excluded.quantity) END,
    stage = CASE WHEN excluded.changed_by > lead.changed_by THEN coalesce(nullif(excluded.stage, 0), lead.stage)
                 ELSE coalesce(nullif(lead.stage, 0), excluded.stage) END,
    is_held = CASE WHEN excluded.changed_by > lead.changed_by THEN excluded.is_held ELSE lead.is_held END,
    changed_by = greatest(excluded.changed_by, lead.changed_by);
