-- One at a time: what stands for a customer follows from all merges. Let go at the end of the transaction.
SELECT true FROM pg_advisory_xact_lock(hashtextextended('customer_tiering.merge', 0));
