-- One run at a time: each compares itself with the one before. Let go at the end of the transaction. False: another has it.
SELECT pg_try_advisory_xact_lock(hashtextextended('customer_tiering.run', 0));
