-- Registers customers: gives place, id and whether this row made it. A name or USCC that another transaction has just
-- registered is left out: customer_find then finds it. So is a row whose name was registered here under another USCC.
WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $8::text[])
         WITH ORDINALITY AS row (name, name_key, uscc, region, industry_code, business_type, contact_phone, place)
), registered AS (
    INSERT INTO customer (name, name_key, uscc, region, industry_code, business_type, registered_at, contact_phone)
    SELECT DISTINCT ON (name_key) name, name_key, uscc, region, industry_code, business_type, $7::timestamptz, contact_phone
    FROM given
    ORDER BY name_key, place
    ON CONFLICT DO NOTHING
    RETURNING customer_id, name_key, uscc
)
SELECT place - 1, customer_id, row_number() OVER (PARTITION BY name_key ORDER BY place) = 1
FROM given JOIN registered USING (name_key)
WHERE (given.uscc <> registered.uscc) IS NOT TRUE
