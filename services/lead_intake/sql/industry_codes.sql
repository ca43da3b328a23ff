-- Which industries' codes ($1) there are.
SELECT code, '', 0::bigint FROM directory.reference_view WHERE list = 'industry' AND code = ANY ($1::text[])
