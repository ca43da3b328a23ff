-- Which of the codes $1 name no product.
SELECT DISTINCT asked.code
FROM unnest($1::text[]) AS asked (code)
WHERE NOT EXISTS (SELECT FROM directory.product_view p WHERE p.code = asked.code)
ORDER BY asked.code;
