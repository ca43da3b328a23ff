-- Customers side by side with what was filed. $1 customer ids (0: none); gives place and record.
SELECT asked.place - 1, customer_id, name, coalesce(uscc, ''), region, industry_code, registered_at
FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (customer_id, place)
JOIN customer USING (customer_id)
