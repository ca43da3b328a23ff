-- Verify remuda:target_planning
BEGIN;
SELECT unit_id, product_code, year, month, units FROM target_planning.sales_history WHERE false;
SELECT plan_id, year, total_units, is_locked, principal_id, locked_at FROM target_planning.plan WHERE false;
SELECT plan_id, unit_id, month, units FROM target_planning.target WHERE false;
SELECT plan_id, month, principal_id, issued_at FROM target_planning.issued_month WHERE false;
SELECT delivery_id, dealer_id, area_id, region_id, product_code, delivered_on, is_cancelled FROM target_planning.actual
    WHERE false;
SELECT unit_id, code, name, kind, parent_id FROM target_planning.unit_on(1, DATE '2014-09-01');
SELECT principal_id, idempotency_key, request_hash, response, kept_at FROM target_planning.kept_reply WHERE false;
ROLLBACK;
