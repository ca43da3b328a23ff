-- What run $1 assigned to the customers $2. The first column is the place in $2, from 1.
SELECT asked.n, t.customer_id, customer.name, t.tier, t.delivered_units, t.open_units, t.value, t.rank, t.share_ppm,
       t.cumulative_share_ppm
FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (customer_id, n)
JOIN tier_assignment t ON t.run_id = $1 AND t.customer_id = asked.customer_id
JOIN customer ON customer.customer_id = t.customer_id;
