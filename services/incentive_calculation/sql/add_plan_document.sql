-- $1 plan_code, $2 role, $3 valid_from, $4 period, $5 document, $6 principal
INSERT INTO plan_document (plan_code, version, role, valid_from, period, document, put_by)
SELECT $1::text, 1 + coalesce(max(version), 0), $2::text, $3::date, $4::text, $5::text, $6::bigint
FROM plan_document WHERE plan_code = $1::text
RETURNING version
