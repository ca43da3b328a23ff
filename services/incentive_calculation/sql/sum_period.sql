-- $1 period, $2 people, $3 total_fen: the sums of its statements.
UPDATE pay_period SET people = $2::bigint, total_fen = $3::bigint WHERE period = $1::text
