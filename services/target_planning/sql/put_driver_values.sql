-- The values of the driver $1: $2 keys, $3 weights, $4 capacities, $5 shares, $6 factors, $7 reasons.
INSERT INTO driver_value (driver_id, key, weight, capacity, share_ppm, factor_ppm, reason)
SELECT $1, told.* FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) AS told;
