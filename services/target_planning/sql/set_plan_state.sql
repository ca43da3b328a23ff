-- The plan $1 goes into the state $2; locked is 3, closed 4. $3: now.
UPDATE plan SET state = $2, is_locked = $2 IN (3, 4), locked_at = CASE WHEN $2 = 3 THEN $3 ELSE locked_at END WHERE plan_id = $1;
