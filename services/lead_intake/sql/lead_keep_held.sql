-- Which of the leads $1 hold their opportunity at $2; they do until this transaction ends. In one order for all.
SELECT lead_id FROM lead
WHERE lead_id = ANY ($1::bigint[]) AND state IN (2, 7) AND protected_until > $2::timestamptz
ORDER BY lead_id
FOR SHARE
