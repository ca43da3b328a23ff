SELECT (SELECT count(*) FROM customer WHERE identity_id IS NULL),
       leads.filed, leads.held, leads.in_review, deliveries.standing, deliveries.ended - entries.returned, deliveries.revenue_fen,
       entries.returned
FROM (SELECT count(*) AS filed, count(*) FILTER (WHERE state = 2) AS held, count(*) FILTER (WHERE state = 1) AS in_review
      FROM lead) AS leads,
     (SELECT count(*) FILTER (WHERE ended_on IS NULL) AS standing,
             count(*) FILTER (WHERE ended_on IS NOT NULL) AS ended,
             coalesce(sum(price_fen) FILTER (WHERE ended_on IS NULL), 0)::bigint AS revenue_fen
      FROM delivery) AS deliveries,
     (SELECT count(*) AS returned FROM delivery_entry WHERE kind = 2) AS entries
