-- Deliveries reported, cancelled and returned, in whatever order: one that has ended stays so. $1 delivery_ids, $2 dealer_ids,
-- $3 product_codes, $4 delivered_on, $5 is it cancelled, $6 is it returned, $7 returned_on, $8 people,
-- $9 business types. Gives a delivery and its dealer that the directory does not know.
WITH told AS MATERIALIZED (
    SELECT delivery_id, max(dealer_id) AS dealer_id, max(product_code) AS product_code, max(delivered_on) AS delivered_on,
           bool_or(is_cancelled) AS is_cancelled, max(returned_on) FILTER (WHERE is_returned) AS returned_on,
           max(person_id) AS person_id, max(business_type) AS business_type
    FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::date[], $5::boolean[], $6::boolean[], $7::date[],
                $8::bigint[], $9::bigint[])
         AS event (delivery_id, dealer_id, product_code, delivered_on, is_cancelled, is_returned, returned_on, person_id, business_type)
    GROUP BY delivery_id
), dealer AS MATERIALIZED (
    SELECT asked.dealer_id, asked.delivered_on, stood.parent_id AS area_id
    FROM (SELECT DISTINCT dealer_id, delivered_on FROM told) AS asked
    CROSS JOIN LATERAL unit_on(asked.dealer_id, asked.delivered_on) AS stood
    WHERE stood.kind = 4
), area AS MATERIALIZED (
    SELECT asked.area_id, asked.delivered_on, stood.parent_id AS region_id
    FROM (SELECT DISTINCT area_id, delivered_on FROM dealer) AS asked
    CROSS JOIN LATERAL unit_on(asked.area_id, asked.delivered_on) AS stood
), place AS MATERIALIZED (
    SELECT dealer_id, delivered_on, area_id, region_id FROM dealer JOIN area USING (area_id, delivered_on)
), written AS (
    INSERT INTO actual (delivery_id, dealer_id, area_id, region_id, product_code, delivered_on, is_cancelled, returned_on, person_id,
                        business_type)
    SELECT told.delivery_id, told.dealer_id, place.area_id, place.region_id, told.product_code, told.delivered_on,
           told.is_cancelled, told.returned_on, told.person_id, told.business_type
    FROM told JOIN place USING (dealer_id, delivered_on)
    ON CONFLICT (delivery_id) DO UPDATE SET is_cancelled = actual.is_cancelled OR excluded.is_cancelled,
                                            returned_on = coalesce(actual.returned_on, excluded.returned_on),
                                            business_type = greatest(actual.business_type, excluded.business_type)
)
SELECT told.delivery_id, told.dealer_id
FROM told LEFT JOIN place USING (dealer_id, delivered_on)
WHERE place.area_id IS NULL
LIMIT 1;
