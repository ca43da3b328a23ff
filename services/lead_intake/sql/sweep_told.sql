-- $1 the last end that was told, to the microsecond.
UPDATE sweep SET told_until = $1::text::timestamptz
