-- The delivery of a VIN that stands. $1 VIN. Locked until it has ended or is let go.
SELECT delivery_id, customer_id, dealer_unit_id, product_code, product_line, coalesce(person_id, 0), delivered_on, price_fen,
       business_type
FROM delivery
WHERE vin = $1::text AND ended_on IS NULL
FOR UPDATE
