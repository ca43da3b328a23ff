-- The quarter $2 of the plan $1: $3 units, $4 targets, $5 sold, $6 attainments, $7 ranks, $8 shares, $9 qualities; $10 now.
INSERT INTO evaluation (plan_id, quarter, unit_id, person_id, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm, evaluated_at)
SELECT $1, $2, unit_id, 0, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm, $10
FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
     AS told (unit_id, target_units, sold_units, attainment_ppm, rank, share_ppm, quality_ppm);
