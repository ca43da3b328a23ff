-- Lost leads, counted by what they have in common: the largest groups, each with the sums over all groups and their number.
-- $1 units whose subtrees are wanted (as of today), $2 lost from this day on or NULL, $3 to this day or NULL (days of China),
-- $4 business type or NULL; by $5 reason, $6 competitor, $7 selling stage, $8 buying stage, $9 area; $10 how many groups.
WITH RECURSIVE today AS (
    SELECT unit_id, parent_id, kind, code, name FROM directory.unit_view
    WHERE valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
), subtree AS (
    SELECT unit_id FROM today WHERE unit_id = ANY ($1::bigint[])
    UNION
    SELECT today.unit_id FROM today JOIN subtree ON today.parent_id = subtree.unit_id
), in_area AS (
    SELECT unit_id, code AS area_code, name AS area_name FROM today WHERE kind = 3
    UNION
    SELECT today.unit_id, area_code, area_name FROM today JOIN in_area ON today.parent_id = in_area.unit_id
), lost AS (
    SELECT CASE WHEN $5::boolean THEN loss_reason ELSE 0 END AS reason,
           CASE WHEN $6::boolean THEN btrim(coalesce(lost_to, '')) ELSE '' END AS competitor,
           CASE WHEN $7::boolean THEN selling_stage ELSE 0 END AS selling_stage,
           CASE WHEN $8::boolean THEN buying_stage ELSE 0 END AS buying_stage,
           CASE WHEN $9::boolean THEN coalesce(area_code, '') ELSE '' END AS area_code,
           CASE WHEN $9::boolean THEN coalesce(area_name, '') ELSE '' END AS area_name,
           quantity
    FROM lead
    LEFT JOIN in_area ON in_area.unit_id = lead.dealer_unit_id
    WHERE state = 4 AND dealer_unit_id IN (SELECT unit_id FROM subtree)
      AND ($2::text IS NULL OR closed_at >= $2::text::date::timestamp AT TIME ZONE 'Asia/Shanghai')
      AND ($3::text IS NULL OR closed_at < ($3::text::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
      AND ($4::bigint IS NULL OR business_type = $4)
)
SELECT reason, mode() WITHIN GROUP (ORDER BY competitor), selling_stage, buying_stage, area_code, area_name, count(*), sum(quantity)::bigint,
       sum(count(*)) OVER ()::bigint, (sum(sum(quantity)) OVER ())::bigint, count(*) OVER ()
FROM lost
GROUP BY reason, lower(competitor), selling_stage, buying_stage, area_code, area_name
ORDER BY sum(quantity) DESC, count(*) DESC, reason, lower(competitor), selling_stage, buying_stage, area_code
LIMIT $10::bigint
