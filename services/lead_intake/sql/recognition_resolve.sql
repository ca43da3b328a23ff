-- What is known of customers that were recognised by the likeness of names: $1 name keys, $2 USCCs ('': none), $3 regions, $4 the
-- customers recognised (0: nobody).
-- A decision that a person made of the same description outweighs likeness; without a code the region is part of a description, for
-- each town has its 公安局. A customer who is not there (yet) comes back as nothing. LATERAL: see customer_find.sql.
SELECT asked.place - 1, decided.customer_id, found.customer_id, found.identity_id, found.won_before, found.contract_until, found.tier,
       decided.customer_id IS NULL AND EXISTS (
           SELECT FROM review_decision AS made JOIN never_same USING (customer_id, lead_id)
           JOIN customer AS other ON other.customer_id = never_same.other_id
           WHERE made.name_key = asked.name_key AND coalesce(other.identity_id, other.customer_id) = found.identity_id)
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY AS asked (name_key, uscc, region, customer_id, place)
LEFT JOIN LATERAL (
    SELECT made.customer_id FROM review_decision AS made JOIN lead USING (lead_id)
    WHERE (made.name_key, made.uscc) = (asked.name_key, asked.uscc) AND (made.uscc <> '' OR lead.filed_region = asked.region)
    ORDER BY made.lead_id DESC LIMIT 1) AS decided ON true
LEFT JOIN LATERAL (
    SELECT customer_id, identity_id, won_before, contract_until, tier FROM customer_standing AS customer
    WHERE customer.customer_id = coalesce(decided.customer_id, asked.customer_id) LIMIT 1) AS found ON true
