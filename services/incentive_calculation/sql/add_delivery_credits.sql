-- $1 delivery_id[], $2 person_id[] (0: nobody), $3 dealer_unit_id[], $4 delivered_on[], $5 is_cancelled[], $6 cancelled_on[],
-- $7 lead_id[] (0: none), $8 position[] of the event.
-- A report and its cancellation may come in one batch, or the cancellation first when the report was replayed: a
-- delivery once cancelled stays so, in any order.
INSERT INTO delivery_credit (delivery_id, person_id, dealer_unit_id, delivered_on, cancelled_on, lead_id, position)
SELECT DISTINCT ON (delivery_id)
       delivery_id, nullif(person_id, 0), dealer_unit_id, delivered_on, CASE WHEN is_cancelled THEN cancelled_on END,
       nullif(lead_id, 0), position
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[], $5::boolean[], $6::date[], $7::bigint[], $8::bigint[])
     AS told (delivery_id, person_id, dealer_unit_id, delivered_on, is_cancelled, cancelled_on, lead_id, position)
ORDER BY delivery_id, is_cancelled DESC
ON CONFLICT (delivery_id) DO UPDATE SET cancelled_on = excluded.cancelled_on
WHERE delivery_credit.cancelled_on IS NULL AND excluded.cancelled_on IS NOT NULL
