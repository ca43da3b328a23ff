-- Deploy remuda:plan_phases
-- Phases of a plan with their goals and milestones.
BEGIN;

CREATE TABLE target_planning.plan_goal (
    plan_id bigint NOT NULL REFERENCES target_planning.plan,
    phase smallint NOT NULL CHECK (phase > 0),
    milestone smallint NOT NULL CHECK (milestone >= 0), -- 0: the phase itself
    name text NOT NULL CHECK (name <> ''),
    goal text NOT NULL,
    first_on date NOT NULL, -- of the phase
    last_on date NOT NULL CHECK (last_on >= first_on), -- a milestone's: when it is due
    units bigint NOT NULL CHECK (units > 0), -- to be sold by headquarters' dealers from first_on to last_on
    PRIMARY KEY (plan_id, phase, milestone)
);
GRANT SELECT, INSERT ON target_planning.plan_goal TO target_planning;

COMMIT;
