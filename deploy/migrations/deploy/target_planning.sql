-- Deploy remuda:target_planning
-- Plans with their targets by unit and month, what was sold before Remuda, and every delivery with where its dealer stood.
BEGIN;

CREATE SCHEMA target_planning;
GRANT USAGE ON SCHEMA target_planning TO target_planning;

-- Where a unit stood on a day. A day outside all its periods takes the nearest one: a delivery of a dealer is never lost to
-- the board because the directory learnt of the dealer a day later.
CREATE FUNCTION target_planning.unit_on(unit bigint, on_day date)
    RETURNS TABLE (unit_id bigint, code text, name text, kind smallint, parent_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.unit_id, v.code, v.name, v.kind, v.parent_id
    FROM directory.unit_view v
    WHERE v.unit_id = unit
    ORDER BY greatest(v.valid_from - on_day, on_day - v.valid_to, 0), v.valid_from -- days away; NULL: open, not away
    LIMIT 1
$$;

-- Sales before Remuda -------------------------------------------------------------------------------------------------

CREATE TABLE target_planning.sales_history (
    unit_id bigint NOT NULL, -- an area
    product_code text NOT NULL,
    year smallint NOT NULL,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    units bigint NOT NULL CHECK (units >= 0),
    PRIMARY KEY (year, unit_id, product_code, month)
);

-- Plans ---------------------------------------------------------------------------------------------------------------

CREATE TABLE target_planning.plan (
    plan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year smallint NOT NULL,
    total_units bigint NOT NULL CHECK (total_units > 0),
    is_locked boolean NOT NULL,
    principal_id bigint NOT NULL, -- who locked it
    locked_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX plan_one_locked_a_year ON target_planning.plan (year) WHERE is_locked;

-- Headquarters, regions and areas; a unit's year is the sum of its months.
CREATE TABLE target_planning.target (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    unit_id bigint NOT NULL,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    units bigint NOT NULL CHECK (units >= 0),
    PRIMARY KEY (plan_id, unit_id, month)
);

CREATE TABLE target_planning.issued_month (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    principal_id bigint NOT NULL,
    issued_at timestamptz NOT NULL,
    PRIMARY KEY (plan_id, month)
);

-- Deliveries ----------------------------------------------------------------------------------------------------------

CREATE TABLE target_planning.actual (
    delivery_id bigint PRIMARY KEY,
    dealer_id bigint NOT NULL,
    area_id bigint NOT NULL,   -- as on the day of delivery: a dealer that moves takes nothing with it
    region_id bigint NOT NULL,
    product_code text NOT NULL,
    delivered_on date NOT NULL,
    is_cancelled boolean NOT NULL
);
CREATE INDEX ON target_planning.actual (delivered_on);

CREATE TABLE target_planning.kept_reply (
    principal_id bigint NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    request_hash bytea NOT NULL,
    response bytea NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal_id, idempotency_key)
);
CREATE INDEX ON target_planning.kept_reply (kept_at);

REVOKE EXECUTE ON FUNCTION target_planning.unit_on(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION target_planning.unit_on(bigint, date) TO target_planning;
GRANT SELECT, INSERT, UPDATE ON target_planning.sales_history, target_planning.actual TO target_planning;
GRANT SELECT, INSERT ON target_planning.plan, target_planning.target, target_planning.issued_month TO target_planning;
GRANT SELECT, INSERT, DELETE ON target_planning.kept_reply TO target_planning;

COMMIT;
