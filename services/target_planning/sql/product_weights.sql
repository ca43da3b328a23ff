-- Every product with what was sold of it from $1 to $2.
SELECT p.code::text,
       (SELECT coalesce(sum(h.units), 0) FROM sales_history h
        WHERE h.product_code = p.code AND make_date(h.year, h.month, 1) BETWEEN $1 AND $2)::bigint
       + (SELECT count(*) FROM actual a WHERE a.product_code = p.code AND a.delivered_on BETWEEN $1 AND $2
                                           AND NOT a.is_cancelled AND a.returned_on IS NULL)
FROM directory.product_view p
ORDER BY p.code;
