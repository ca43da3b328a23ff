-- Alone, if nobody values customers now.
SELECT pg_try_advisory_xact_lock(hashtextextended('customer_tiering.standing', 0));
