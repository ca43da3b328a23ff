-- Deploy remuda:merge_undone
-- What people decided against a merge, and what a merge took from whom: so that undoing it gives everything back.
BEGIN;

-- Append-only. Pairs of customers that a review found to be two: a merge of them, or of what stands for them, is refused.
CREATE TABLE lead_intake.never_same (
    customer_id bigint NOT NULL REFERENCES lead_intake.customer, -- the one that the review registered
    other_id bigint NOT NULL REFERENCES lead_intake.customer,    -- one that it is not
    lead_id bigint NOT NULL REFERENCES lead_intake.review_decision,
    PRIMARY KEY (customer_id, other_id)
);
INSERT INTO lead_intake.never_same (customer_id, other_id, lead_id)
SELECT customer_id, never_customer_id, lead_id FROM lead_intake.review_decision WHERE never_customer_id IS NOT NULL
ON CONFLICT DO NOTHING;
-- Why two customers were merged all the same. NULL: nobody had decided against it.
ALTER TABLE lead_intake.customer_merge ADD COLUMN override_reason text;

-- A lead that gave way to one that was filed for another customer, which is merged with its own: by the merge itself, or by a decision
-- since. One row each time, with the lead as it was; given back when the two
-- customers part.
ALTER TABLE lead_intake.merge_set_aside
    ADD COLUMN for_customer_id bigint REFERENCES lead_intake.customer, -- NULL: of before this change, not known
    ADD COLUMN entry_id bigint NOT NULL DEFAULT 0,                      -- of its history: what comes later has happened since
    ADD COLUMN protected_until timestamptz,
    ADD COLUMN held_since timestamptz,
    ADD COLUMN credit_unit_ids bigint[],
    ADD COLUMN credit_ppm bigint[],
    ADD COLUMN credit_conflict_id bigint,
    ADD COLUMN given_back boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT merge_set_aside_pkey,
    DROP CONSTRAINT merge_set_aside_state_check,
    ADD CONSTRAINT merge_set_aside_state CHECK (state IN (1, 2, 7));
UPDATE lead_intake.merge_set_aside SET entry_id = coalesce((
    SELECT max(entry_id) FROM lead_intake.lead_history
    WHERE lead_history.lead_id = merge_set_aside.lead_id AND event = 'set_aside'), 0);
UPDATE lead_intake.merge_set_aside SET protected_until = lead.protected_until, held_since = lead.held_since
FROM lead_intake.lead WHERE lead.lead_id = merge_set_aside.lead_id;
ALTER TABLE lead_intake.merge_set_aside ADD PRIMARY KEY (lead_id, entry_id);

CREATE INDEX merge_set_aside_credit ON lead_intake.merge_set_aside (credit_conflict_id) WHERE credit_conflict_id IS NOT NULL;

-- By which conflict's decision a lead is credited in parts; of no meaning where it is not.
ALTER TABLE lead_intake.lead ADD COLUMN credit_conflict_id bigint;
UPDATE lead_intake.lead SET credit_conflict_id = (
    SELECT conflict_id FROM lead_intake.conflict JOIN lead_intake.conflict_decision USING (conflict_id)
    WHERE outcome = 3 AND lead.lead_id IN (conflict.lead_id, conflict.claim_lead_id) ORDER BY decided_at DESC LIMIT 1)
WHERE credit_ppm IS NOT NULL;
CREATE INDEX lead_credit_conflict ON lead_intake.lead (credit_conflict_id) WHERE credit_conflict_id IS NOT NULL;

REVOKE DELETE ON lead_intake.merge_set_aside FROM lead_intake;
GRANT UPDATE (given_back, credit_unit_ids, credit_ppm) ON lead_intake.merge_set_aside TO lead_intake;
GRANT SELECT, INSERT ON lead_intake.never_same TO lead_intake;

COMMIT;
