-- Revert remuda:tiering_policy
-- Runs by other policies than points of vehicles cannot be told in the former columns: all runs go.
BEGIN;
DELETE FROM customer_tiering.tier_assignment;
DELETE FROM customer_tiering.run_tier;
DELETE FROM customer_tiering.run;
ALTER TABLE customer_tiering.tier_assignment
    ADD FOREIGN KEY (run_id) REFERENCES customer_tiering.run,
    DROP COLUMN amounts, DROP COLUMN points, DROP COLUMN line_tier, DROP COLUMN decision, DROP COLUMN previous_tier,
    DROP COLUMN runs_before, DROP COLUMN runs_outside, DROP COLUMN region, DROP COLUMN segment,
    DROP COLUMN business_type, DROP COLUMN industry, DROP COLUMN is_seed, DROP COLUMN is_installed_base,
    ADD COLUMN delivered_units bigint NOT NULL CHECK (delivered_units >= 0),
    ADD COLUMN open_units bigint NOT NULL CHECK (open_units >= 0);
ALTER TABLE customer_tiering.run
    DROP COLUMN policy_version, DROP COLUMN before_run_id, DROP COLUMN last_override_id, DROP COLUMN released_at,
    DROP COLUMN digest,
    ADD COLUMN delivered_unit_points bigint NOT NULL CHECK (delivered_unit_points >= 0),
    ADD COLUMN open_unit_points bigint NOT NULL CHECK (open_unit_points >= 0),
    ADD COLUMN secondary_cut_ppm integer NOT NULL CHECK (secondary_cut_ppm <= 1000000),
    ADD COLUMN key_cut_ppm integer NOT NULL CHECK (key_cut_ppm BETWEEN 1 AND secondary_cut_ppm);
DROP TABLE customer_tiering.override;
DROP TABLE customer_tiering.policy;
ALTER TABLE customer_tiering.lead DROP COLUMN stage;
ALTER TABLE customer_tiering.customer
    DROP COLUMN region, DROP COLUMN segment, DROP COLUMN business_type, DROP COLUMN industry, DROP COLUMN fleet_size,
    DROP COLUMN is_seed, DROP COLUMN contract_until;
COMMIT;
