-- $1 first and $2 last day, $3 person_ids[] credited by name, $4 person_ids[] and $5 unit_ids[] credited with all of
-- their unit. A dealer stands where it stood on the day of the delivery or lead. kind: 1 delivery, 2 lead.
-- A delivery of a lead that was shared when it was reported is one row a part: parts of all (as "600000,400000") and which one it is.
-- A part is the delivering dealer's by the person of the delivery, another's by the person that the sharing names.
WITH delivery AS (
    SELECT delivery_credit.*, share.unit_ids, share.person_ids, share.parts_ppm
    FROM delivery_credit
    LEFT JOIN LATERAL (
        SELECT unit_ids, person_ids, parts_ppm FROM lead_share AS told
        WHERE told.lead_id = delivery_credit.lead_id AND told.position < delivery_credit.position
          AND NOT EXISTS (SELECT FROM lead_share AS withdrawn
                          WHERE withdrawn.lead_id = told.lead_id AND withdrawn.conflict_id = told.conflict_id
                            AND withdrawn.is_withdrawn AND withdrawn.position > told.position)
        ORDER BY position DESC LIMIT 1) AS share ON true
    WHERE delivered_on BETWEEN $1::date AND $2::date
), credit AS (
    SELECT 1 AS kind, delivery_id AS id, delivered_on AS day, cancelled_on, product_code, business_type, price_fen, person_id, dealer_unit_id, '' AS parts, 0::bigint AS place
    FROM delivery WHERE coalesce(cardinality(parts_ppm), 0) < 2
    UNION ALL
    SELECT 1, delivery_id, delivered_on, cancelled_on, product_code, business_type, price_fen, CASE WHEN part.unit_id = dealer_unit_id THEN delivery.person_id ELSE nullif(part.person_id, 0) END,
           part.unit_id, array_to_string(parts_ppm, ','), part.place
    FROM delivery, unnest(unit_ids, person_ids) WITH ORDINALITY AS part (unit_id, person_id, place)
    WHERE cardinality(parts_ppm) >= 2
    UNION ALL
    SELECT 2, lead_id, filed_on, NULL, '', 0, 0, person_id, dealer_unit_id, '', 0
    FROM lead_credit
    WHERE filed_on BETWEEN $1::date AND $2::date
), above AS (
    SELECT credit.kind, credit.id, credit.day, credit.cancelled_on, credit.product_code, credit.business_type, credit.price_fen, credit.parts, credit.place, level.unit_id
    FROM credit
    LEFT JOIN directory.unit_view dealer ON dealer.unit_id = credit.dealer_unit_id
        AND dealer.valid_from <= credit.day AND (dealer.valid_to IS NULL OR dealer.valid_to >= credit.day)
    LEFT JOIN directory.unit_view area ON area.unit_id = dealer.parent_id
        AND area.valid_from <= credit.day AND (area.valid_to IS NULL OR area.valid_to >= credit.day)
    CROSS JOIN LATERAL (VALUES (credit.dealer_unit_id), (dealer.parent_id), (area.parent_id)) AS level (unit_id)
)
SELECT person_id, kind, id, day, parts, place, cancelled_on, product_code, business_type, price_fen
FROM credit WHERE person_id = ANY ($3::bigint[])
UNION ALL
SELECT manager.person_id, kind, id, day, parts, place, cancelled_on, product_code, business_type, price_fen
FROM above JOIN unnest($4::bigint[], $5::bigint[]) AS manager (person_id, unit_id) USING (unit_id)
ORDER BY 1, 2, 3, 6
