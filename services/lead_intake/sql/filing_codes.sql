-- What the codes of filings mean: $1 products, $2 persons, $3 industries, each code once.
SELECT 1, code, product_line, 0::bigint
FROM directory.product_view WHERE code = ANY ($1::text[])
UNION ALL
SELECT 2, code, '', person_id
FROM (SELECT DISTINCT ON (code) code, person_id FROM directory.person_view
      WHERE code = ANY ($2::text[]) ORDER BY code, valid_from DESC) AS person
UNION ALL
SELECT 3, code, '', 0::bigint
FROM directory.reference_view WHERE list = 'industry' AND code = ANY ($3::text[])
