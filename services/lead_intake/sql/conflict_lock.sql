-- One decision about a conflict at a time. $1 conflict_id
SELECT conflict_id FROM conflict WHERE conflict_id = $1::bigint FOR UPDATE
