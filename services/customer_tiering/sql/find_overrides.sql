-- Of each customer the last override of those up to $1, if it is in force on $2; $3 a customer, 0 for all.
SELECT customer_id, tier, reason, approver, until
FROM (SELECT DISTINCT ON (customer_id) customer_id, tier, reason, approver, until
      FROM override
      WHERE override_id <= $1 AND (customer_id = $3 OR $3 = 0)
      ORDER BY customer_id, override_id DESC) AS last
WHERE until >= $2
ORDER BY customer_id;
