-- Deploy remuda:customer_standing
-- What the length of a customer's next hold follows from, of merged customers together: one has won a lead when any of them has, the longest
-- contract counts, the tier is that of what stands for them. Each customer keeps its own facts, so that parting two needs no undoing.
BEGIN;

-- Others were merged into it, now or once: only then is it worth looking.
ALTER TABLE lead_intake.customer ADD COLUMN stands_for_others boolean NOT NULL DEFAULT false;
UPDATE lead_intake.customer SET stands_for_others = true
WHERE customer_id IN (SELECT identity_id FROM lead_intake.customer WHERE identity_id IS NOT NULL);

CREATE VIEW lead_intake.customer_standing AS
SELECT customer_id, coalesce(identity_id, customer_id) AS identity_id, uscc, name_key,
       CASE WHEN identity_id IS NULL AND NOT stands_for_others THEN won_at IS NOT NULL
            ELSE EXISTS (SELECT FROM lead_intake.customer AS part
                         WHERE (part.customer_id = coalesce(customer.identity_id, customer.customer_id)
                                OR part.identity_id = coalesce(customer.identity_id, customer.customer_id)) AND part.won_at IS NOT NULL) END
           AS won_before,
       CASE WHEN identity_id IS NULL AND NOT stands_for_others THEN contract_until
            ELSE (SELECT max(part.contract_until) FROM lead_intake.customer AS part
                  WHERE part.customer_id = coalesce(customer.identity_id, customer.customer_id)
                     OR part.identity_id = coalesce(customer.identity_id, customer.customer_id)) END AS contract_until,
       CASE WHEN identity_id IS NULL THEN tier
            ELSE (SELECT standing.tier FROM lead_intake.customer AS standing WHERE standing.customer_id = customer.identity_id) END AS tier
FROM lead_intake.customer;
GRANT SELECT ON lead_intake.customer_standing TO lead_intake;

COMMIT;
