-- Alone ($1) who moves facts between customers (merges); shared who values customers meanwhile. Let go at the end of the transaction.
SELECT CASE WHEN $1 THEN pg_advisory_xact_lock(hashtextextended('customer_tiering.standing', 0))
            ELSE pg_advisory_xact_lock_shared(hashtextextended('customer_tiering.standing', 0)) END IS NULL;
