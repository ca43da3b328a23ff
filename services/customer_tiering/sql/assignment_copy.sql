COPY tier_assignment (run_id, rank, customer_id, tier, line_tier, decision, previous_tier, runs_before, runs_outside,
                      value, share_ppm, cumulative_share_ppm, amounts, points,
                      region, segment, business_type, industry, is_seed, is_installed_base)
FROM STDIN (FORMAT binary);
