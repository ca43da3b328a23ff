-- Who holds opportunities, or which lead of them lies in the pool: $1 customers that stand for themselves, $2 product lines.
-- LATERAL: see customer_find.sql.
SELECT asked.place - 1, holder.lead_id, holder.dealer_unit_id, holder.protected_until
FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS asked (identity_id, product_line, place)
CROSS JOIN LATERAL (
    SELECT lead_id, dealer_unit_id, protected_until FROM lead
    WHERE coalesce(lead.identity_id, lead.customer_id) = asked.identity_id AND lead.product_line = asked.product_line
      AND state IN (2, 7)
    LIMIT 1) AS holder
