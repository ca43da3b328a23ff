-- Reports deliveries: gives the id of each; left out is a VIN that is delivered already. Ids that are missing come as 0.
WITH given AS (
    SELECT nextval('delivery_delivery_id_seq') AS delivery_id, *
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::date[], $7::bigint[], $8::text[], $9::text[],
                $10::text[])
         WITH ORDINALITY AS row (customer_id, lead_id, dealer_unit_id, person_id, price_fen, delivered_on, business_type, vin,
                                 product_code, product_line, place)
), reported AS (
    INSERT INTO delivery (delivery_id, customer_id, lead_id, dealer_unit_id, person_id, price_fen, reported_at, delivered_on,
                          business_type, vin, product_code, product_line)
    SELECT delivery_id, customer_id, nullif(lead_id, 0), dealer_unit_id, nullif(person_id, 0), price_fen, $11::timestamptz, delivered_on, business_type,
           vin, product_code, product_line
    FROM given
    ORDER BY vin, place
    ON CONFLICT DO NOTHING
    RETURNING delivery_id
)
SELECT given.place - 1, given.delivery_id FROM given JOIN reported USING (delivery_id)
