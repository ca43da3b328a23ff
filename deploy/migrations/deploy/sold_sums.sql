-- Deploy remuda:sold_sums
-- What each unit sold by day and by month, so that a board reads a few rows however many deliveries there are.
BEGIN;

CREATE TABLE target_planning.sold (
    unit_id bigint NOT NULL,                 -- dealer, area, region or headquarters, as on the day of delivery
    product_code text COLLATE "C" NOT NULL,  -- '': all together
    span smallint NOT NULL CHECK (span IN (1, 2)), -- 1: the day, 2: the month that begins with it
    day date NOT NULL,
    units bigint NOT NULL, -- a vehicle that came back is taken off on the day of its return
    PRIMARY KEY (unit_id, product_code, span, day)
) WITH (fillfactor = 70); -- sums grow in place

-- Adds what a statement has changed: `added`, and for an update `removed`, are its transition tables. Rows in one order, so that no
-- two wait for each other.
CREATE FUNCTION target_planning.sum_sold() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sum$
        INSERT INTO target_planning.sold AS held (unit_id, product_code, span, day, units)
        SELECT unit_id, product, span, first, sum(units)::bigint
        FROM (
            SELECT dealer_id, area_id, region_id, product_code, delivered_on AS day, sign AS units
            FROM (%1$s) AS changed WHERE NOT is_cancelled
            UNION ALL
            SELECT dealer_id, area_id, region_id, product_code, returned_on, -sign
            FROM (%1$s) AS changed WHERE NOT is_cancelled AND returned_on IS NOT NULL
        ) AS entry
        CROSS JOIN LATERAL (VALUES (dealer_id), (area_id), (region_id),
                                   ((SELECT h.unit_id FROM directory.unit_view h WHERE h.kind = 1 LIMIT 1))) AS unit (unit_id)
        CROSS JOIN LATERAL (VALUES (product_code), ('')) AS kind (product)
        CROSS JOIN LATERAL (VALUES (1, day), (2, date_trunc('month', day)::date)) AS time (span, first)
        GROUP BY unit_id, product, span, first
        HAVING sum(units) <> 0
        ORDER BY unit_id, product, span, first
        ON CONFLICT (unit_id, product_code, span, day) DO UPDATE SET units = held.units + excluded.units $sum$,
        CASE TG_OP WHEN 'INSERT' THEN 'SELECT *, 1 AS sign FROM added'
                   ELSE 'SELECT *, 1 AS sign FROM added UNION ALL SELECT *, -1 FROM removed' END);
    RETURN NULL;
END
$$;

CREATE TRIGGER sum_inserted AFTER INSERT ON target_planning.actual
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION target_planning.sum_sold();
CREATE TRIGGER sum_updated AFTER UPDATE ON target_planning.actual
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION target_planning.sum_sold();

-- What was delivered before.
INSERT INTO target_planning.sold (unit_id, product_code, span, day, units)
SELECT unit_id, product, span, first, sum(units)
FROM (
    SELECT dealer_id, area_id, region_id, product_code, delivered_on AS day, 1 AS units
    FROM target_planning.actual WHERE NOT is_cancelled
    UNION ALL
    SELECT dealer_id, area_id, region_id, product_code, returned_on, -1
    FROM target_planning.actual WHERE NOT is_cancelled AND returned_on IS NOT NULL
) AS entry
CROSS JOIN LATERAL (VALUES (dealer_id), (area_id), (region_id),
                           ((SELECT h.unit_id FROM directory.unit_view h WHERE h.kind = 1 LIMIT 1))) AS unit (unit_id)
CROSS JOIN LATERAL (VALUES (product_code), ('')) AS kind (product)
CROSS JOIN LATERAL (VALUES (1, day), (2, date_trunc('month', day)::date)) AS time (span, first)
GROUP BY unit_id, product, span, first;

REVOKE EXECUTE ON FUNCTION target_planning.sum_sold() FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON target_planning.sold TO target_planning;

COMMIT;
