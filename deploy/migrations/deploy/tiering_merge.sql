-- Deploy remuda:tiering_merge
-- Customers that are one: facts stay under the customer that they were told of, and are summed with the one that stands for it.
BEGIN;

ALTER TABLE customer_tiering.customer ADD COLUMN identity_id bigint; -- NULL: it stands for itself
CREATE INDEX customer_of_identity ON customer_tiering.customer (identity_id) WHERE identity_id IS NOT NULL;

-- What each customer was last told to be merged into; NULL: nothing any more.
CREATE TABLE customer_tiering.customer_merge (
    customer_id bigint PRIMARY KEY,
    survivor_id bigint,
    changed_by bigint NOT NULL -- position of the event: an older one changes nothing
);
CREATE INDEX customer_merge_of_survivor ON customer_tiering.customer_merge (survivor_id);

GRANT SELECT, INSERT, UPDATE ON customer_tiering.customer_merge TO customer_tiering;

COMMIT;
