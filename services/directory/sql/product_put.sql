-- $1 codes, $2 names, $3 product lines, $4 use classes, $5 list prices in fen. No code twice.
INSERT INTO product AS p (code, name, product_line, use_class, list_price_fen)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, product_line = excluded.product_line, use_class = excluded.use_class,
    list_price_fen = excluded.list_price_fen
WHERE (p.name, p.product_line, p.use_class, p.list_price_fen)
    IS DISTINCT FROM (excluded.name, excluded.product_line, excluded.use_class, excluded.list_price_fen)
