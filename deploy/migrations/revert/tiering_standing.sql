-- Revert remuda:tiering_standing
BEGIN;
DROP TABLE customer_tiering.standing_customer, customer_tiering.standing;
COMMIT;
