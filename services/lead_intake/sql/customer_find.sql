-- Which customers descriptions mean: $1 USCCs (NULL: none), $2 name keys.
SELECT asked.place - 1, by_uscc.customer_id, by_name.customer_id,
       by_name.uscc IS NOT NULL AND by_name.uscc <> asked.uscc, alias.customer_id
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (uscc, name_key, place)
LEFT JOIN customer AS by_uscc ON by_uscc.uscc = asked.uscc
LEFT JOIN customer AS by_name ON by_name.name_key = asked.name_key
LEFT JOIN customer_alias AS alias ON alias.alias_key = asked.name_key
