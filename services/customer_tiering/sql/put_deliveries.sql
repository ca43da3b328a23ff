-- Deliveries reported and cancelled, in whatever order: a cancelled one stays cancelled. $1 customer_ids, $2 delivery_ids,
-- $3 lead_ids (0: without a lead, or a cancellation, which tells none), $4 delivered_on, $5 price_fen, $6 is it cancelled.
INSERT INTO delivery (customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled)
SELECT told.customer_id, told.delivery_id, max(told.lead_id), max(told.delivered_on), max(told.price_fen),
       bool_or(told.is_cancelled)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[], $5::bigint[], $6::boolean[])
     AS told (customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled)
GROUP BY told.customer_id, told.delivery_id
ON CONFLICT (customer_id, delivery_id) DO UPDATE
SET lead_id = greatest(excluded.lead_id, delivery.lead_id),
    is_cancelled = delivery.is_cancelled OR excluded.is_cancelled;
