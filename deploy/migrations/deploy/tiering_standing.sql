-- Deploy remuda:tiering_standing
-- Where every customer stands now: the amounts of its measures, kept up with each event.
BEGIN;

-- One a scope with a released run, by the policy of the latest.
CREATE TABLE customer_tiering.standing (
    standing_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope text NOT NULL UNIQUE,
    policy_version bigint NOT NULL REFERENCES customer_tiering.policy,
    as_of date NOT NULL DEFAULT '1900-01-01', -- the day as of which customers are valued; another one than today: all anew
    built_to bigint DEFAULT -1 -- customers up to this one have been; NULL: all
);

-- Amounts are packed as in tier_assignment. Pages have room for an update in place.
CREATE TABLE customer_tiering.standing_customer (
    standing_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    amounts bytea NOT NULL,
    PRIMARY KEY (standing_id, customer_id)
) WITH (fillfactor = 70);

GRANT SELECT, INSERT ON customer_tiering.standing TO customer_tiering;
GRANT UPDATE (policy_version, as_of, built_to) ON customer_tiering.standing TO customer_tiering;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_tiering.standing_customer TO customer_tiering;

-- Deployments that have released runs already.
INSERT INTO customer_tiering.standing (scope, policy_version)
SELECT DISTINCT ON (scope) scope, policy_version
FROM customer_tiering.run JOIN customer_tiering.policy ON version = policy_version
WHERE released_at IS NOT NULL
ORDER BY scope, run_id DESC;

COMMIT;
