-- The quarter $2 of the plan $1: $3 units, $4 people, $5 targets, $6 sold, $7 attainments, $8 ranks, $9 shares, $10 qualities; $11 now.
INSERT INTO evaluation (plan_id, quarter, unit_id, person_id, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm, evaluated_at)
SELECT $1, $2, unit_id, person_id, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm, $11
FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
     AS told (unit_id, person_id, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm);
