-- Many statements of a period at once.
COPY pay_statement (period, person_id, person_code, person_name, unit_id, earned_fen, forwarded_fen, total_fen, document) FROM STDIN (FORMAT binary)
