-- What is told of leads: $1 lead_id[], $2 position[], $3 quality[] (-1: nothing), $4 outcome[] (0: nothing). The latest stands, in any order.
INSERT INTO lead_standing (lead_id, quality, quality_position, outcome, outcome_position)
SELECT lead_id,
       coalesce((array_agg(quality ORDER BY position DESC) FILTER (WHERE quality >= 0))[1], 0),
       coalesce(max(position) FILTER (WHERE quality >= 0), 0),
       coalesce((array_agg(outcome ORDER BY position DESC) FILTER (WHERE outcome > 0))[1], 1),
       coalesce(max(position) FILTER (WHERE outcome > 0), 0)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS told (lead_id, position, quality, outcome)
GROUP BY lead_id
ON CONFLICT (lead_id) DO UPDATE
SET quality = CASE WHEN excluded.quality_position > lead_standing.quality_position THEN excluded.quality ELSE lead_standing.quality END,
    quality_position = greatest(lead_standing.quality_position, excluded.quality_position),
    outcome = CASE WHEN excluded.outcome_position > lead_standing.outcome_position THEN excluded.outcome ELSE lead_standing.outcome END,
    outcome_position = greatest(lead_standing.outcome_position, excluded.outcome_position)
