-- What stands for each merged customer: the root of the tree of merges above it. Few are merged, so all are looked at. Tells of each
-- whose facts moved: itself, what stood for it, what stands for it now.
WITH RECURSIVE above AS (
    SELECT customer_id, survivor_id FROM customer_merge WHERE survivor_id IS NOT NULL
    UNION
    SELECT above.customer_id, customer_merge.survivor_id
    FROM above JOIN customer_merge ON customer_merge.customer_id = above.survivor_id
    WHERE customer_merge.survivor_id IS NOT NULL
), root AS (
    SELECT customer_id, survivor_id AS identity_id FROM above
    WHERE NOT EXISTS (
        SELECT FROM customer_merge WHERE customer_merge.customer_id = above.survivor_id AND customer_merge.survivor_id IS NOT NULL)
)
UPDATE customer SET identity_id = root.identity_id
FROM customer_merge JOIN customer AS before USING (customer_id) LEFT JOIN root USING (customer_id)
WHERE customer.customer_id = customer_merge.customer_id AND customer.identity_id IS DISTINCT FROM root.identity_id
RETURNING customer.customer_id, coalesce(before.identity_id, customer.customer_id), coalesce(customer.identity_id, customer.customer_id);
