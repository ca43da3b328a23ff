-- Does a dealer's own number stand on one of its leads? $1 dealer, $2 number
SELECT EXISTS (SELECT FROM lead WHERE dealer_unit_id = $1::bigint AND dealer_reference = $2::text)
