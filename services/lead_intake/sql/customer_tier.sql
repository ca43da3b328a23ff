-- Tiers as customer_tiering told them; of several runs the newest decides, in whatever order they come. $1 customers, $2 tiers, $3 runs.
UPDATE customer SET tier = told.tier, tier_run_id = told.run_id
FROM (SELECT DISTINCT ON (customer_id) customer_id, tier, run_id
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS given (customer_id, tier, run_id)
      ORDER BY customer_id, run_id DESC) AS told
WHERE customer.customer_id = told.customer_id AND coalesce(customer.tier_run_id, 0) < told.run_id
