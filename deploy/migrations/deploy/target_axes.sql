-- Deploy remuda:target_axes
-- Plans as documents with versions and drivers; targets by person, product and business type; hand adjustments; evaluations.
BEGIN;

-- Drivers: named, dated inputs of a split ------------------------------------------------------------------------------------

CREATE TABLE target_planning.driver (
    driver_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    axis smallint NOT NULL CHECK (axis BETWEEN 1 AND 4), -- 1 organisation, 2 time, 3 product, 4 business type
    as_of date NOT NULL,
    principal_id bigint NOT NULL,
    put_at timestamptz NOT NULL
);
CREATE INDEX ON target_planning.driver (name, axis, as_of, driver_id);

CREATE TABLE target_planning.driver_value (
    driver_id bigint NOT NULL REFERENCES target_planning.driver,
    key text NOT NULL, -- code of a unit, person or product; month; number of a business type
    weight bigint NOT NULL CHECK (weight >= 0), -- with share and factor
    capacity bigint NOT NULL,
    share_ppm bigint NOT NULL,
    factor_ppm bigint NOT NULL,
    reason text NOT NULL, -- of a factor other than 1
    PRIMARY KEY (driver_id, key)
);

-- Plans ----------------------------------------------------------------------------------------------------------------------

ALTER TABLE target_planning.plan
    ALTER COLUMN locked_at DROP NOT NULL,
    ADD COLUMN state smallint NOT NULL DEFAULT 3 CHECK (state BETWEEN 1 AND 5), -- 1 draft 2 reviewed 3 locked 4 closed 5 amended
    ADD COLUMN version smallint NOT NULL DEFAULT 1,
    ADD COLUMN replaces bigint REFERENCES target_planning.plan,
    ADD COLUMN method smallint NOT NULL DEFAULT 0,
    ADD COLUMN deepest_kind smallint NOT NULL DEFAULT 3 CHECK (deepest_kind BETWEEN 2 AND 5), -- 5: people
    ADD COLUMN reason text NOT NULL DEFAULT '',
    ADD COLUMN approver text NOT NULL DEFAULT '',
    ADD COLUMN effective_on date;
ALTER TABLE target_planning.plan ADD CONSTRAINT amended_with_reason CHECK (replaces IS NULL OR (reason <> '' AND approver <> '' AND effective_on IS NOT NULL));

-- Which driver serves which axis and level.
CREATE TABLE target_planning.plan_driver (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    axis smallint NOT NULL,
    level smallint NOT NULL, -- kind of the children that it weighs; 0: all levels
    driver text NOT NULL,
    driver_id bigint REFERENCES target_planning.driver, -- NULL: sales, season, equal, three_factor
    parameters bigint[] NOT NULL DEFAULT '{}', -- weights of the three factors, in parts per million
    PRIMARY KEY (plan_id, axis, level)
);

-- What each unit and person weighed when the plan was split, and what it had sold by month: the trace.
CREATE TABLE target_planning.plan_node (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    unit_id bigint NOT NULL,
    person_id bigint NOT NULL, -- 0: the unit itself
    kind smallint NOT NULL,
    parent_id bigint NOT NULL, -- 0: headquarters
    code text NOT NULL,
    name text NOT NULL,
    weight bigint NOT NULL,
    season bigint[] NOT NULL,
    PRIMARY KEY (plan_id, unit_id, person_id)
);

ALTER TABLE target_planning.target
    ADD COLUMN person_id bigint NOT NULL DEFAULT 0,
    ADD COLUMN product_code text COLLATE "C" NOT NULL DEFAULT '', -- '': not split by product
    ADD COLUMN business_type smallint NOT NULL DEFAULT 0,
    DROP CONSTRAINT target_pkey,
    ADD PRIMARY KEY (plan_id, unit_id, person_id, month, product_code, business_type);

-- Cells fixed by hand: units moved between two children of one unit. The latest of a cell holds.
CREATE TABLE target_planning.adjustment (
    adjustment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    unit_id bigint NOT NULL,
    person_id bigint NOT NULL,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    product_code text NOT NULL,
    business_type smallint NOT NULL,
    units bigint NOT NULL CHECK (units >= 0),
    reason text NOT NULL CHECK (reason <> ''),
    principal_id bigint NOT NULL,
    adjusted_at timestamptz NOT NULL
);
CREATE INDEX ON target_planning.adjustment (plan_id, unit_id, person_id);

-- Quarters that are final.
CREATE TABLE target_planning.evaluation (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    quarter smallint NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    unit_id bigint NOT NULL,
    person_id bigint NOT NULL,
    target_units bigint NOT NULL,
    sold_units bigint NOT NULL,
    attainment_ppm bigint NOT NULL,
    rank integer NOT NULL,
    share_ppm bigint NOT NULL,
    quality_ppm bigint NOT NULL,
    evaluated_at timestamptz NOT NULL,
    PRIMARY KEY (plan_id, quarter, unit_id, person_id)
);

-- Deliveries by person and business type ---------------------------------------------------------------------------------------

ALTER TABLE target_planning.actual
    ADD COLUMN person_id bigint NOT NULL DEFAULT 0,
    ADD COLUMN business_type smallint NOT NULL DEFAULT 0;

GRANT SELECT, INSERT ON target_planning.driver, target_planning.driver_value, target_planning.plan_driver,
    target_planning.adjustment, target_planning.evaluation TO target_planning;
GRANT SELECT, INSERT, DELETE ON target_planning.plan_node TO target_planning;
GRANT UPDATE ON target_planning.plan TO target_planning;
GRANT DELETE ON target_planning.target TO target_planning; -- of drafts that are split again

COMMIT;
