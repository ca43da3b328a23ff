-- The tier by the lines of the first customer by rank of the run $1, of $2 customers, that is not worth more than $3: found by halves.
WITH RECURSIVE search AS (
    SELECT 1::bigint AS low, $2 + 1 AS high
    UNION ALL
    SELECT CASE WHEN value > $3 THEN rank + 1 ELSE low END, CASE WHEN value > $3 THEN high ELSE rank END
    FROM search JOIN tier_assignment ON run_id = $1 AND rank = (low + high) / 2
    WHERE low < high
)
SELECT line_tier FROM search JOIN tier_assignment ON run_id = $1 AND rank = low WHERE low = high;
