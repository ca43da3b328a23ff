-- What products' codes ($1) mean.
SELECT code, product_line, 0::bigint FROM directory.product_view WHERE code = ANY ($1::text[])
