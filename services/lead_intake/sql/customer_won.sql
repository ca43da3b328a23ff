-- $1 customer_id, $2 now, $3 the contract's last day or NULL. Of several contracts the longest counts.
UPDATE customer SET won_at = coalesce(won_at, $2::timestamptz), contract_until = greatest(contract_until, $3::text::date)
WHERE customer_id = $1::bigint
