UPDATE customer SET segment = $2, fleet_size = $3, is_seed = $4, contract_until = nullif($5, '1900-01-01')
WHERE customer_id = $1
RETURNING customer_id;
