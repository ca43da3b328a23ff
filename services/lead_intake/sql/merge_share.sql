-- No merge goes on until this transaction ends; what the statements after this one see is not changed by one.
SELECT true FROM pg_advisory_xact_lock_shared(hashtextextended('lead_intake.merge', 0))
