-- Units as they are today, in the business's time zone.
SELECT unit_id, coalesce(parent_id, 0), kind, code
FROM directory.unit_view
WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
  AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
