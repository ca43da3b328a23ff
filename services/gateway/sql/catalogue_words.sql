-- What is called how: 0 a dealer of today, 1 a product, 2 the principal of one dealer only.
WITH dealer AS (
    SELECT unit_id, code, name FROM directory.unit_view
    WHERE kind = 4 AND daterange(valid_from, valid_to, '[]') @> directory.today()),
word (kind, word, code) AS (
    SELECT 0, code, code FROM dealer
    UNION ALL SELECT 0, name, code FROM dealer
    UNION ALL SELECT 1, code, code FROM directory.product_view
    UNION ALL SELECT 1, name, code FROM directory.product_view
    UNION ALL
    SELECT 2, principal.name, min(dealer.code)
    FROM directory.grant_view JOIN directory.principal_view AS principal USING (principal_id) JOIN dealer USING (unit_id)
    GROUP BY principal.name HAVING count(DISTINCT unit_id) = 1)
SELECT kind, word, code FROM word
