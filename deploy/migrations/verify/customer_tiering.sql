-- Verify remuda:customer_tiering
BEGIN;
SELECT customer_id, name FROM customer_tiering.customer WHERE false;
SELECT customer_id, lead_id, quantity, is_held, changed_by FROM customer_tiering.lead WHERE false;
SELECT customer_id, delivery_id, lead_id, delivered_on, price_fen, is_cancelled FROM customer_tiering.delivery WHERE false;
SELECT run_id, as_of, delivered_unit_points, open_unit_points, key_cut_ppm, secondary_cut_ppm, principal_id, run_at
    FROM customer_tiering.run WHERE false;
SELECT run_id, rank, customer_id, tier, delivered_units, open_units, value, share_ppm, cumulative_share_ppm
    FROM customer_tiering.tier_assignment WHERE false;
SELECT run_id, tier, customers, value FROM customer_tiering.run_tier WHERE false;
SELECT principal_id, idempotency_key, request_hash, response, kept_at FROM customer_tiering.kept_reply WHERE false;
ROLLBACK;
