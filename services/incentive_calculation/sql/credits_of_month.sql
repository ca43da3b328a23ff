-- $1 first and $2 last day of the month, $3 person_ids[] credited by name, $4 person_ids[] and $5 unit_ids[] credited with all of
-- their unit. A dealer stands where it stood on the day of the delivery or lead. kind: 1 delivery, 2 lead.
WITH credit AS (
    SELECT 1 AS kind, delivery_id AS id, delivered_on AS day, person_id, dealer_unit_id
    FROM delivery_credit
    WHERE delivered_on BETWEEN $1::date AND $2::date AND cancelled_on IS NULL
    UNION ALL
    SELECT 2, lead_id, filed_on, person_id, dealer_unit_id
    FROM lead_credit
    WHERE filed_on BETWEEN $1::date AND $2::date
), above AS (
    SELECT credit.kind, credit.id, credit.day, level.unit_id
    FROM credit
    LEFT JOIN directory.unit_view dealer ON dealer.unit_id = credit.dealer_unit_id
        AND dealer.valid_from <= credit.day AND (dealer.valid_to IS NULL OR dealer.valid_to >= credit.day)
    LEFT JOIN directory.unit_view area ON area.unit_id = dealer.parent_id
        AND area.valid_from <= credit.day AND (area.valid_to IS NULL OR area.valid_to >= credit.day)
    CROSS JOIN LATERAL (VALUES (credit.dealer_unit_id), (dealer.parent_id), (area.parent_id)) AS level (unit_id)
)
SELECT person_id, kind, id, day
FROM credit WHERE person_id = ANY ($3::bigint[])
UNION ALL
SELECT manager.person_id, kind, id, day
FROM above JOIN unnest($4::bigint[], $5::bigint[]) AS manager (person_id, unit_id) USING (unit_id)
ORDER BY 1, 2, 3
