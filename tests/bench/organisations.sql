-- The customers of `lead_mixed`: name (which is its own key), code and region, from standard input; of two with one name the first.
CREATE TEMPORARY TABLE made (number bigserial, name text, uscc text, region text);
\copy made (name, uscc, region) FROM PSTDIN
INSERT INTO lead_intake.customer (name, name_key, uscc, region)
SELECT name, name, uscc, region FROM made ORDER BY number
ON CONFLICT DO NOTHING;
