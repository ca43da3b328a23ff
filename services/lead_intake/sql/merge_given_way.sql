-- Leads of customers that have just parted which gave way to a lead of the other: what each was, what it is, whether it gave way later to
-- one of a customer that is one with its own still, and whether anything but that has happened to it since. $1, $2 the customers parted. Those first that come first in giving back: held before in the pool, then
-- the one filed first.
WITH aside AS (
    SELECT merge_set_aside.*, lead.state AS now_state, lead.protected_until AS ends_now, lead.filed_at,
           coalesce(other.identity_id, other.customer_id) IS DISTINCT FROM coalesce(lead.identity_id, lead.customer_id) AS parted
    FROM lead
    JOIN merge_set_aside USING (lead_id)
    LEFT JOIN customer AS other ON other.customer_id = merge_set_aside.for_customer_id
    WHERE coalesce(lead.identity_id, lead.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint]) AND lead.state IN (2, 7)
       OR coalesce(lead.identity_id, lead.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint]) AND lead.state NOT IN (2, 7)
), first AS (
    SELECT DISTINCT ON (lead_id) * FROM aside WHERE parted AND NOT given_back ORDER BY lead_id, entry_id
)
SELECT lead_id, state, now_state, ends_now IS DISTINCT FROM protected_until,
       EXISTS (SELECT FROM aside AS later
               WHERE later.lead_id = first.lead_id AND later.entry_id > first.entry_id AND NOT later.parted AND NOT later.given_back),
       EXISTS (SELECT FROM lead_history AS since
               WHERE since.lead_id = first.lead_id AND since.entry_id > first.entry_id
                 AND (since.event NOT IN ('set_aside', 'restore', 'amend', 'advance', 'extend')
                      OR since.event = 'set_aside' AND NOT EXISTS (
                          SELECT FROM aside AS own WHERE own.lead_id = since.lead_id AND own.entry_id = since.entry_id))),
       EXISTS (SELECT FROM lead_history AS since
               WHERE since.lead_id = first.lead_id AND since.entry_id > first.entry_id AND since.event = 'extend')
FROM first
ORDER BY state, filed_at, lead_id
