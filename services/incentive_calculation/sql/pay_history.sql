-- $1 kind, $2 first day of the period: the first day of the first approved period, up to this one.
SELECT coalesce(min(first_day), $2::date) FROM pay_period WHERE kind = $1::text AND state >= 3 AND first_day < $2::date
