-- Deploy remuda:plan_trace
-- How each target came about is kept beside it; units that come, go and move stand in a plan by month.
BEGIN;

-- What the cell's share was before rounding. NULL: not by a driver, but rolled or by a form that was imported.
ALTER TABLE target_planning.target ADD COLUMN exact_millionths bigint;

-- A unit that moves has two rows: where it stood in which months.
ALTER TABLE target_planning.plan_node
    ADD COLUMN first_month smallint NOT NULL DEFAULT 1 CHECK (first_month BETWEEN 1 AND 12),
    ADD COLUMN last_month smallint NOT NULL DEFAULT 12 CHECK (last_month BETWEEN first_month AND 12),
    DROP CONSTRAINT plan_node_pkey,
    ADD PRIMARY KEY (plan_id, unit_id, person_id, first_month);

-- The weights of the other axes, by which those months were split.
CREATE TABLE target_planning.plan_axis (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    axis smallint NOT NULL CHECK (axis BETWEEN 2 AND 4), -- 2 time, 3 product, 4 business type
    position smallint NOT NULL, -- the order in which equal claims are served
    key text NOT NULL, -- month, code of a product, number of a business type; '' and '0': not split by it
    weight bigint NOT NULL,
    first_month smallint NOT NULL DEFAULT 1,
    last_month smallint NOT NULL DEFAULT 12,
    PRIMARY KEY (plan_id, axis, position, first_month)
);

-- Of plans that were split before: by which products and business types, their weights are not known any more.
INSERT INTO target_planning.plan_axis (plan_id, axis, position, key, weight)
SELECT plan_id, 2, month - 1, month::text, 0 FROM (SELECT DISTINCT plan_id FROM target_planning.target) AS split, generate_series(1, 12) AS month
UNION ALL
SELECT plan_id, 3, row_number() OVER (PARTITION BY plan_id ORDER BY product_code) - 1, product_code, 0
FROM (SELECT DISTINCT plan_id, product_code FROM target_planning.target) AS product
UNION ALL
SELECT plan_id, 4, row_number() OVER (PARTITION BY plan_id ORDER BY business_type) - 1, business_type::text, 0
FROM (SELECT DISTINCT plan_id, business_type FROM target_planning.target) AS type;

-- What was missed until this month is in the later ones: it is not carried again.
ALTER TABLE target_planning.plan ADD COLUMN rolled_after smallint NOT NULL DEFAULT 0 CHECK (rolled_after BETWEEN 0 AND 12);

GRANT SELECT, INSERT, DELETE ON target_planning.plan_axis TO target_planning;
GRANT UPDATE ON target_planning.target TO target_planning; -- one cell of a draft, by hand
GRANT DELETE ON target_planning.evaluation TO target_planning; -- of a quarter that is not final

COMMIT;
