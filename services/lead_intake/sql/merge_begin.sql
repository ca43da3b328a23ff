-- Waits for filings and decisions under way, and holds new ones off until this transaction ends.
SELECT true FROM pg_advisory_xact_lock(hashtextextended('lead_intake.merge', 0))
