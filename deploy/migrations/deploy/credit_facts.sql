-- Deploy remuda:credit_facts
-- What a credit depends on besides its delivery or lead: the customer's tier and merges, what became of the lead, targets and
-- evaluations; each with the position of the event that told it. A period keeps the facts document by which it was calculated.
BEGIN;

ALTER TABLE incentive_calculation.delivery_credit
    ADD COLUMN customer_id bigint NOT NULL DEFAULT 0,      -- 0: learnt before this change
    ADD COLUMN ended_position bigint NOT NULL DEFAULT 0;   -- of the cancellation or return in the event log
CREATE INDEX ON incentive_calculation.delivery_credit (person_id, delivered_on);
CREATE INDEX ON incentive_calculation.delivery_credit (dealer_unit_id, delivered_on);

-- The latest of each, by position.
CREATE TABLE incentive_calculation.lead_standing (
    lead_id          bigint PRIMARY KEY,
    quality          bigint NOT NULL DEFAULT 0,
    quality_position bigint NOT NULL DEFAULT 0,
    outcome          bigint NOT NULL DEFAULT 1 CHECK (outcome BETWEEN 1 AND 5), -- filed, advanced, won, lost, invalid
    outcome_position bigint NOT NULL DEFAULT 0
);

-- Append-only.
CREATE TABLE incentive_calculation.customer_tier (
    customer_id bigint NOT NULL,
    position    bigint NOT NULL,
    since       date NOT NULL,
    tier        bigint NOT NULL,
    run_id      bigint NOT NULL,
    PRIMARY KEY (customer_id, position)
);
CREATE TABLE incentive_calculation.customer_merge (
    customer_id bigint NOT NULL,
    position    bigint NOT NULL,
    survivor_id bigint, -- NULL: itself again
    PRIMARY KEY (customer_id, position)
);

CREATE TABLE incentive_calculation.unit_target (
    unit_id  bigint NOT NULL,
    month    date NOT NULL,
    units    bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (unit_id, month)
);
CREATE TABLE incentive_calculation.evaluation (
    unit_id        bigint NOT NULL,
    person_id      bigint NOT NULL, -- 0: the unit itself
    quarter        date NOT NULL,   -- its first day
    attainment_ppm bigint NOT NULL,
    quality_ppm    bigint NOT NULL, -- 0: none
    position       bigint NOT NULL,
    PRIMARY KEY (unit_id, person_id, quarter)
);

-- Merged customers and what they are now, through any number of merges.
CREATE VIEW incentive_calculation.customer_survivor AS
    WITH RECURSIVE merged AS (
        SELECT DISTINCT ON (customer_id) customer_id, survivor_id FROM incentive_calculation.customer_merge ORDER BY customer_id, position DESC
    ), stands AS (
        SELECT customer_id, survivor_id, 1 AS depth FROM merged WHERE survivor_id IS NOT NULL
        UNION ALL
        SELECT stands.customer_id, merged.survivor_id, depth + 1
        FROM stands JOIN merged ON merged.customer_id = stands.survivor_id
        WHERE merged.survivor_id IS NOT NULL AND depth < 64
    )
    SELECT DISTINCT ON (customer_id) customer_id, survivor_id FROM stands ORDER BY customer_id, depth DESC;

-- Each delivery with all that its pay depends on. Merged customers have the survivor's tier. The sharing is the latest before the lead left
-- its holder after the report, or the latest now; one whose conflict was withdrawn never was.
CREATE VIEW incentive_calculation.shared_delivery AS
    SELECT delivery.*, share.position AS shared_at, share.unit_ids, share.person_ids, share.parts_ppm,
           coalesce(product.use_class, 0)::bigint AS use_class, coalesce(tier.tier, 0) AS tier, coalesce(tier.run_id, 0) AS tier_run
    FROM incentive_calculation.delivery_credit AS delivery
    LEFT JOIN directory.product_view AS product ON product.code = delivery.product_code
    LEFT JOIN incentive_calculation.customer_survivor AS survivor USING (customer_id)
    LEFT JOIN LATERAL (
        SELECT told.tier, told.run_id FROM incentive_calculation.customer_tier AS told
        WHERE told.customer_id = coalesce(survivor.survivor_id, delivery.customer_id) AND since <= delivered_on
        ORDER BY told.position DESC LIMIT 1) AS tier ON true
    LEFT JOIN LATERAL (
        SELECT told.position, unit_ids, person_ids, parts_ppm FROM incentive_calculation.lead_share AS told
        WHERE told.lead_id = delivery.lead_id
          AND NOT EXISTS (SELECT FROM incentive_calculation.lead_share AS ended
                          WHERE ended.lead_id = told.lead_id AND ended.position > delivery.position
                            AND ended.position <= told.position AND cardinality(ended.parts_ppm) = 0)
          AND NOT EXISTS (SELECT FROM incentive_calculation.lead_share AS withdrawn
                          WHERE withdrawn.lead_id = told.lead_id AND withdrawn.conflict_id = told.conflict_id
                            AND withdrawn.is_withdrawn AND withdrawn.position > told.position)
        ORDER BY told.position DESC LIMIT 1) AS share ON true;

-- What counts for pay. kind: 1 delivery, 2 lead. A vehicle of a shared lead is one row a part: parts of all (as "600000,400000") and which
-- one it is; the delivering dealer's part is the person's of the delivery, another's the one's that the sharing names.
CREATE VIEW incentive_calculation.credit AS
    SELECT 1::bigint AS kind, delivery_id AS id, delivered_on AS day, cancelled_on, product_code, business_type, price_fen, person_id,
           dealer_unit_id, '' AS parts, 0::bigint AS place, use_class, tier, 0::bigint AS quality, 0::bigint AS outcome,
           position AS told_at, ended_position AS ended_at, 0::bigint AS shared_at, tier_run, 0::bigint AS rated_at
    FROM incentive_calculation.shared_delivery WHERE coalesce(cardinality(parts_ppm), 0) < 2
    UNION ALL
    SELECT 1, delivery_id, delivered_on, cancelled_on, product_code, business_type, price_fen,
           CASE WHEN part.unit_id = dealer_unit_id THEN delivery.person_id ELSE nullif(part.person_id, 0) END,
           part.unit_id, array_to_string(parts_ppm, ','), part.place, use_class, tier, 0, 0,
           position, ended_position, shared_at, tier_run, 0
    FROM incentive_calculation.shared_delivery AS delivery,
         unnest(unit_ids, person_ids) WITH ORDINALITY AS part (unit_id, person_id, place)
    WHERE cardinality(parts_ppm) >= 2
    UNION ALL
    SELECT 2, lead_id, filed_on, NULL, '', 0, 0, person_id, dealer_unit_id, '', 0, 0, 0, coalesce(quality, 0), coalesce(outcome, 1), 0, 0, 0, 0,
           coalesce(greatest(quality_position, outcome_position), 0)
    FROM incentive_calculation.lead_credit LEFT JOIN incentive_calculation.lead_standing USING (lead_id)
    WHERE coalesce(outcome, 1) <> 5;

ALTER TABLE incentive_calculation.pay_period ADD COLUMN facts text NOT NULL DEFAULT '';
ALTER TABLE incentive_calculation.pay_statement ALTER COLUMN document SET COMPRESSION lz4;

GRANT UPDATE (customer_id, ended_position) ON incentive_calculation.delivery_credit TO incentive_calculation;
GRANT SELECT ON incentive_calculation.credit TO incentive_calculation;
GRANT SELECT, INSERT ON incentive_calculation.customer_tier, incentive_calculation.customer_merge TO incentive_calculation;
GRANT SELECT, INSERT, UPDATE ON incentive_calculation.lead_standing, incentive_calculation.unit_target, incentive_calculation.evaluation
    TO incentive_calculation;

COMMIT;
