-- 7 regions, 31 areas, :dealers dealers, :people people, 10 products, behind the directory's back: headquarters is unit 1.
INSERT INTO directory.unit (unit_id, code, kind)
SELECT 1 + n, 'R' || n, 2 FROM generate_series(1, 7) AS n
UNION ALL SELECT 100 + n, 'A' || n, 3 FROM generate_series(1, 31) AS n
UNION ALL SELECT 1000 + n, 'D' || n, 4 FROM generate_series(1, :dealers) AS n;
INSERT INTO directory.unit_period (unit_id, kind, valid_from, name, parent_id)
SELECT unit_id, kind, '2010-01-01', code,
       CASE kind WHEN 2 THEN 1 WHEN 3 THEN 2 + unit_id % 7 ELSE 101 + unit_id % 31 END
FROM directory.unit WHERE kind > 1;
INSERT INTO directory.person (code) SELECT 'P' || n FROM generate_series(1, :people) AS n;
INSERT INTO directory.person_period (person_id, valid_from, name, unit_id, job)
SELECT person_id, '2010-01-01', code, 1001 + person_id % :dealers, 'dealer_specialist' FROM directory.person;
INSERT INTO directory.product (code, name, product_line, use_class, list_price_fen)
SELECT 'V' || n, 'V' || n, 'van', 1, 10000000 FROM generate_series(1, 10) AS n;
