-- One version of the policy is put after the other.
SELECT true FROM pg_advisory_xact_lock(hashtextextended('lead_intake.policy', 0))
