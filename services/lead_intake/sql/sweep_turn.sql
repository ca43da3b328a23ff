-- No row: another replica tells at the moment.
SELECT one FROM sweep FOR UPDATE SKIP LOCKED
