-- $1 period: before it is calculated again.
WITH forwards AS (DELETE FROM pay_forward WHERE period = $1::text)
DELETE FROM pay_statement WHERE period = $1::text
