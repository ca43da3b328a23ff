-- $1 period: its state and the facts by which it was calculated.
SELECT state::bigint, facts FROM pay_period WHERE period = $1::text
