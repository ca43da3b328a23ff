-- Deliveries reported, cancelled and returned, in whatever order: one that has ended stays so. $1 customer_ids, $2 delivery_ids,
-- $3 lead_ids (0: without a lead, or an end, which tells none), $4 delivered_on, $5 price_fen, $6 is it cancelled,
-- $7 is it returned, $8 returned_on.
INSERT INTO delivery (customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled, returned_on)
SELECT told.customer_id, told.delivery_id, max(told.lead_id), max(told.delivered_on), max(told.price_fen),
       bool_or(told.is_cancelled), max(told.returned_on) FILTER (WHERE told.is_returned)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[], $5::bigint[], $6::boolean[], $7::boolean[], $8::date[])
     AS told (customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled, is_returned, returned_on)
GROUP BY told.customer_id, told.delivery_id
ON CONFLICT (customer_id, delivery_id) DO UPDATE
SET lead_id = greatest(excluded.lead_id, delivery.lead_id),
    is_cancelled = delivery.is_cancelled OR excluded.is_cancelled,
    returned_on = coalesce(delivery.returned_on, excluded.returned_on);
