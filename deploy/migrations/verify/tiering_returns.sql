-- Verify remuda:tiering_returns
BEGIN;
SELECT returned_on FROM customer_tiering.delivery WHERE false;
ROLLBACK;
