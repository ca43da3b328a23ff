-- How many events of each partition the consumer $1 has not applied yet; a long backlog is not counted to its end.
SELECT partition, events FROM event_log.behind_by_partition($1)
