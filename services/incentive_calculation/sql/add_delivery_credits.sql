-- $1 delivery_id[], $2 person_id[] (0: nobody), $3 dealer_unit_id[], $4 delivered_on[], $5 is_cancelled[], $6 cancelled_on[],
-- $7 lead_id[] and $8 position[] of the report (0: without a lead; a cancellation tells neither), $9 product_code[], $10 business_type[],
-- $11 price_fen[], $12 customer_id[], $13 position[] of the cancellation (0: a report).
-- A report and its cancellation may come in one batch, or the cancellation first when the report was replayed: a
-- delivery once cancelled stays so, in any order.
INSERT INTO delivery_credit (delivery_id, person_id, dealer_unit_id, delivered_on, cancelled_on, lead_id, position, product_code,
                             business_type, price_fen, customer_id, ended_position)
SELECT delivery_id, nullif(max(person_id), 0), max(dealer_unit_id), max(delivered_on), max(cancelled_on) FILTER (WHERE is_cancelled),
       nullif(max(lead_id), 0), max(position), max(product_code), max(business_type), max(price_fen),
       coalesce(max(customer_id) FILTER (WHERE NOT is_cancelled), max(customer_id)), max(ended_position)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[], $5::boolean[], $6::date[], $7::bigint[], $8::bigint[],
            $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
     AS told (delivery_id, person_id, dealer_unit_id, delivered_on, is_cancelled, cancelled_on, lead_id, position, product_code,
              business_type, price_fen, customer_id, ended_position)
GROUP BY delivery_id
ON CONFLICT (delivery_id) DO UPDATE
SET cancelled_on = coalesce(delivery_credit.cancelled_on, excluded.cancelled_on),
    lead_id = coalesce(delivery_credit.lead_id, excluded.lead_id),
    position = greatest(delivery_credit.position, excluded.position),
    business_type = greatest(delivery_credit.business_type, excluded.business_type),
    price_fen = greatest(delivery_credit.price_fen, excluded.price_fen),
    customer_id = CASE WHEN excluded.position > 0 THEN excluded.customer_id ELSE delivery_credit.customer_id END,
    ended_position = greatest(delivery_credit.ended_position, excluded.ended_position)
WHERE delivery_credit.cancelled_on IS NULL AND excluded.cancelled_on IS NOT NULL OR delivery_credit.position < excluded.position
