-- $1 period, $2 person_id, $3 component, $4 reason. No row: the person has an open one of that line.
INSERT INTO pay_dispute (period, person_id, component, reason)
VALUES ($1::text, $2::bigint, $3::text, $4::text)
ON CONFLICT (period, person_id, component) WHERE answer IS NULL DO NOTHING
RETURNING dispute_id, to_char(due_on, 'YYYY-MM-DD')
