-- What a lead was before it gave way to one of the customers parted is needed no more. $1 lead_id
UPDATE merge_set_aside SET given_back = true
FROM lead
WHERE merge_set_aside.lead_id = $1::bigint AND lead.lead_id = merge_set_aside.lead_id AND NOT given_back
  AND (for_customer_id IS NULL
       OR (SELECT coalesce(other.identity_id, other.customer_id) FROM customer AS other WHERE other.customer_id = for_customer_id)
          <> coalesce(lead.identity_id, lead.customer_id))
