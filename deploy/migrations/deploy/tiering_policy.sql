-- Deploy remuda:tiering_policy
-- Policies that the department writes; what else of a customer counts; snapshots with every measure.
BEGIN;

-- Facts --------------------------------------------------------------------------------------------------------------

ALTER TABLE customer_tiering.customer
    ADD COLUMN region text NOT NULL DEFAULT '',
    ADD COLUMN segment text NOT NULL DEFAULT '',
    ADD COLUMN business_type text NOT NULL DEFAULT '',
    ADD COLUMN industry text NOT NULL DEFAULT '',
    ADD COLUMN fleet_size bigint NOT NULL DEFAULT 0 CHECK (fleet_size >= 0),
    ADD COLUMN is_seed boolean NOT NULL DEFAULT false,
    ADD COLUMN contract_until date;

ALTER TABLE customer_tiering.lead ADD COLUMN stage smallint NOT NULL DEFAULT 0; -- of buying; 0: not told

-- Policies -----------------------------------------------------------------------------------------------------------

CREATE TABLE customer_tiering.policy (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document text NOT NULL,
    scope text NOT NULL, -- the document's, as canonical text: policies of one scope follow each other
    in_force_from date NOT NULL,
    put_by bigint NOT NULL,
    put_at timestamptz NOT NULL,
    approved_by bigint,
    approved_at timestamptz,
    CONSTRAINT approved_by_another CHECK (approved_by <> put_by),
    CONSTRAINT approved_by_somebody CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);

CREATE TABLE customer_tiering.override (
    override_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 3),
    reason text NOT NULL,
    approver text NOT NULL,
    until date NOT NULL,
    put_by bigint NOT NULL,
    put_at timestamptz NOT NULL
);

-- What runs went by until now: delivered vehicles and vehicles to come, each with its points.
INSERT INTO customer_tiering.policy (document, scope, in_force_from, put_by, put_at, approved_by, approved_at)
SELECT jsonb_build_object(
           'name', format('delivered x %s + open x %s', delivered, open),
           'measures', jsonb_build_array(
               jsonb_build_object('measure', 'delivered_units', 'weight', 50, 'points_per_unit', greatest(2 * delivered, 0.000001)),
               jsonb_build_object('measure', 'open_demand', 'weight', 50, 'points_per_unit', greatest(2 * open, 0.000001))),
           'cuts', jsonb_build_object('by', 'value_share', 'key', key / 10000.0, 'secondary', secondary / 10000.0,
                                      'on_line', 'including'),
           'release', 'at_once')::text,
       '"national"', '1970-01-01', 0, now(), 1, now()
FROM (SELECT delivered_unit_points, open_unit_points, key_cut_ppm, secondary_cut_ppm FROM customer_tiering.run
      UNION
      SELECT 10, 3, 800000, 950000) AS gone_by (delivered, open, key, secondary)
ORDER BY (delivered, open, key, secondary) = (10, 3, 800000, 950000); -- the default last: it is the one in force

-- Runs ---------------------------------------------------------------------------------------------------------------

ALTER TABLE customer_tiering.run
    ADD COLUMN policy_version bigint REFERENCES customer_tiering.policy,
    ADD COLUMN before_run_id bigint REFERENCES customer_tiering.run, -- the released one that it is compared with
    ADD COLUMN last_override_id bigint NOT NULL DEFAULT 0, -- overrides up to this one were known
    ADD COLUMN released_at timestamptz,
    ADD COLUMN digest bytea NOT NULL DEFAULT ''; -- of the snapshot; empty: from before this change
UPDATE customer_tiering.run
SET released_at = run_at,
    policy_version = (
        SELECT version FROM customer_tiering.policy
        WHERE document::jsonb @> jsonb_build_object(
                  'measures', jsonb_build_array(
                      jsonb_build_object('measure', 'delivered_units', 'points_per_unit', greatest(2 * delivered_unit_points, 0.000001)),
                      jsonb_build_object('measure', 'open_demand', 'points_per_unit', greatest(2 * open_unit_points, 0.000001))),
                  'cuts', jsonb_build_object('key', key_cut_ppm / 10000.0, 'secondary', secondary_cut_ppm / 10000.0)));
ALTER TABLE customer_tiering.run
    ALTER COLUMN policy_version SET NOT NULL,
    DROP COLUMN delivered_unit_points, DROP COLUMN open_unit_points, DROP COLUMN key_cut_ppm,
    DROP COLUMN secondary_cut_ppm;
CREATE INDEX run_released ON customer_tiering.run (run_id) WHERE released_at IS NOT NULL;

-- A run's rows are written by the service together with it: a reference checked for each of a million rows would tell nothing more.
ALTER TABLE customer_tiering.tier_assignment DROP CONSTRAINT tier_assignment_run_id_fkey;

-- Amounts and points of the policy's measures, each an int8 in network order; they and values in millionths. And what the run saw of a customer, so that it can be computed again.
ALTER TABLE customer_tiering.tier_assignment
    ADD COLUMN amounts bytea NOT NULL DEFAULT '',
    ADD COLUMN points bytea NOT NULL DEFAULT '',
    ADD COLUMN line_tier smallint NOT NULL DEFAULT 3 CHECK (line_tier BETWEEN 1 AND 3),
    ADD COLUMN decision smallint NOT NULL DEFAULT 0,
    ADD COLUMN previous_tier smallint NOT NULL DEFAULT 0, -- in the run before; 0: none
    ADD COLUMN runs_before smallint NOT NULL DEFAULT 0,
    ADD COLUMN runs_outside smallint NOT NULL DEFAULT 0,
    ADD COLUMN region text NOT NULL DEFAULT '',
    ADD COLUMN segment text NOT NULL DEFAULT '',
    ADD COLUMN business_type text NOT NULL DEFAULT '',
    ADD COLUMN industry text NOT NULL DEFAULT '',
    ADD COLUMN is_seed boolean NOT NULL DEFAULT false,
    ADD COLUMN is_installed_base boolean NOT NULL DEFAULT false;
UPDATE customer_tiering.tier_assignment
SET amounts = int8send(delivered_units * 1000000) || int8send(open_units * 1000000), value = value * 1000000,
    line_tier = tier, is_installed_base = delivered_units > 0,
    points = (SELECT int8send((delivered_units * (document::jsonb #>> '{measures,0,points_per_unit}')::numeric * 1000000)::bigint) ||
                     int8send((open_units * (document::jsonb #>> '{measures,1,points_per_unit}')::numeric * 1000000)::bigint)
              FROM customer_tiering.run JOIN customer_tiering.policy ON version = policy_version
              WHERE run.run_id = tier_assignment.run_id);
ALTER TABLE customer_tiering.tier_assignment DROP COLUMN delivered_units, DROP COLUMN open_units;
UPDATE customer_tiering.run_tier SET value = value * 1000000;

GRANT SELECT, INSERT ON customer_tiering.policy, customer_tiering.override TO customer_tiering;
GRANT UPDATE (approved_by, approved_at) ON customer_tiering.policy TO customer_tiering;
GRANT UPDATE (released_at, digest) ON customer_tiering.run TO customer_tiering;

COMMIT;
