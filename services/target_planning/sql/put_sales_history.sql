-- $1 unit_ids, $2 product_codes, $3 years, $4 months, $5 units; no unit, product and month twice.
INSERT INTO sales_history (unit_id, product_code, year, month, units)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
ON CONFLICT (year, unit_id, product_code, month) DO UPDATE SET units = excluded.units;
