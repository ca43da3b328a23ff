-- Keys are kept 30 days, as proto/remuda/rpc/v1/envelope.proto promises. A part at a time, so that no lock is held long.
WITH pruned AS (
    DELETE FROM kept_reply
    WHERE ctid IN (SELECT ctid FROM kept_reply WHERE kept_at < now() - interval '30 days' LIMIT 5000)
    RETURNING 1)
SELECT count(*) = 5000 FROM pruned
