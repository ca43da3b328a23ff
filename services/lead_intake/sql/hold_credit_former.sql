-- A lead whose sharing ends is credited as the newest decision says that stands, of those since it has its holder; none: to its
-- holder alone. $1 lead_id, $2 the conflict whose sharing ends.
WITH standing AS (
    SELECT DISTINCT ON (conflict_id) conflict_id, decided_at, decision.credit_unit_ids, decision.credit_ppm
    FROM conflict JOIN conflict_decision AS decision USING (conflict_id)
    WHERE (lead_id = $1::bigint OR claim_lead_id = $1::bigint) AND conflict_id <> $2::bigint AND withdrawn_at IS NULL
    ORDER BY conflict_id, step DESC
), former AS (
    SELECT standing.* FROM standing JOIN lead ON lead.lead_id = $1::bigint
    WHERE standing.credit_ppm IS NOT NULL AND decided_at >= coalesce(held_since, filed_at)
    ORDER BY decided_at DESC, conflict_id DESC LIMIT 1
)
UPDATE lead
SET credit_unit_ids = (SELECT credit_unit_ids FROM former), credit_ppm = (SELECT credit_ppm FROM former),
    credit_conflict_id = coalesce((SELECT conflict_id FROM former), $2::bigint)
WHERE lead_id = $1::bigint
