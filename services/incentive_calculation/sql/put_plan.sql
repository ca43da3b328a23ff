-- $1 plan_code, $2 job. Finds or makes the plan and locks its row, so that versions put at once are numbered one after
-- the other. The job of a known plan stays: the caller compares.
INSERT INTO plan (plan_code, job) VALUES ($1::text, $2::text)
ON CONFLICT (plan_code) DO UPDATE SET job = plan.job
RETURNING plan_id, job
