-- Who is asked about and, in the latest run of the month, their statement: $1 ordinal[], $2 person_code[] ('': $3), $3 person_id[],
-- $4 first day of the month[]. unit_id is the one that counted then, or the latest known when there is no statement.
SELECT asked.ordinal, person.person_id, coalesce(statement.unit_id, person.unit_id) AS unit_id, statement.statement_id,
       statement.run_id, coalesce(statement.person_code, person.code) AS person_code, statement.person_name,
       plan.plan_code, statement.plan_version, statement.total_fen
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::date[]) AS asked (ordinal, person_code, person_id, month)
JOIN LATERAL (
    SELECT person_id, code, unit_id
    FROM directory.person_view
    WHERE (asked.person_code <> '' AND code = asked.person_code)
       OR (asked.person_code = '' AND person_id = asked.person_id)
    ORDER BY valid_from DESC
    LIMIT 1
) AS person ON true
LEFT JOIN LATERAL (
    SELECT max(run_id) AS run_id FROM run WHERE run.month = asked.month
) AS latest ON true
LEFT JOIN statement ON statement.run_id = latest.run_id AND statement.person_id = person.person_id
LEFT JOIN plan USING (plan_id)
