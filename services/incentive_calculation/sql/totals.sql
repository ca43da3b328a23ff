SELECT (SELECT count(*) FROM delivery_credit WHERE cancelled_on IS NULL) AS deliveries,
       (SELECT count(*) FROM lead_credit) AS leads
