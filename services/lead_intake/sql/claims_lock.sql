-- Two claims of one principal at the same moment are counted one after the other. $1 principal.
SELECT pg_advisory_xact_lock(hashtextextended('lead_intake.claim', $1::bigint)) IS NULL
