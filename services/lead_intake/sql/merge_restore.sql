-- Of the leads that gave way, the first of each opportunity that has no open lead now is what it was. $1, $2 the customers parted,
-- $3 principal, $4 now, $5 reason. Gives lead_id and state.
WITH waiting AS (
    SELECT DISTINCT ON (coalesce(lead.identity_id, lead.customer_id), lead.product_line) lead_id, merge_set_aside.state
    FROM lead JOIN merge_set_aside USING (lead_id)
    WHERE coalesce(lead.identity_id, lead.customer_id) = ANY (ARRAY[$1::bigint, $2::bigint]) AND lead.state = 5
      AND NOT EXISTS (
          SELECT FROM lead AS holder
          WHERE coalesce(holder.identity_id, holder.customer_id) = coalesce(lead.identity_id, lead.customer_id)
            AND holder.product_line = lead.product_line AND holder.state IN (2, 7))
    ORDER BY coalesce(lead.identity_id, lead.customer_id), lead.product_line, merge_set_aside.state, lead.filed_at, lead_id
), restored AS (
    DELETE FROM merge_set_aside WHERE lead_id IN (SELECT lead_id FROM waiting)
), told AS (
    INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
    SELECT lead_id, $4::timestamptz, $3::bigint, 5, state, 'restore', '{}', '{}', '{}', $5::text FROM waiting
)
UPDATE lead SET state = waiting.state FROM waiting WHERE lead.lead_id = waiting.lead_id RETURNING lead.lead_id, lead.state
