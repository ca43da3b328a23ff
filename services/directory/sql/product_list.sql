-- $1 how many at most.
SELECT code, name, product_line, use_class, list_price_fen FROM product ORDER BY code LIMIT $1::bigint
