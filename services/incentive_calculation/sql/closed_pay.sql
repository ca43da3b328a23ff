-- $1 kind, $2 first day of the period, $3 the period: what people were given for each approved, paid or closed period before it,
-- with what was settled for it since in other periods than this one, less what disputes have corrected: that is still to be given.
SELECT statement.person_id, pay_period.first_day, statement.earned_fen + coalesce(settled.amount_fen, 0)::bigint - coalesce(corrected.amount_fen, 0)::bigint, pay_period.period
FROM pay_period
JOIN pay_statement AS statement USING (period)
LEFT JOIN LATERAL (
    SELECT sum(amount_fen) AS amount_fen FROM pay_forward
    WHERE pay_forward.person_id = statement.person_id AND origin = pay_period.period AND pay_forward.period <> $3::text
) AS settled ON true
LEFT JOIN LATERAL (
    SELECT sum(correction_fen) AS amount_fen FROM pay_dispute
    WHERE pay_dispute.person_id = statement.person_id AND pay_dispute.period = pay_period.period
) AS corrected ON true
WHERE kind = $1::text AND state >= 3 AND first_day < $2::date
ORDER BY statement.person_id, pay_period.first_day
