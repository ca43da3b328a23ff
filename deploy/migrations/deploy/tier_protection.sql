-- Deploy remuda:tier_protection
-- Days of protection by tier, as the tiering policy's resources say. Rules of the protection policy are stronger.
BEGIN;
CREATE TABLE lead_intake.tier_protection (
    tier smallint PRIMARY KEY CHECK (tier BETWEEN 1 AND 3), -- 1 key, 2 secondary, 3 potential
    days integer NOT NULL CHECK (days > 0),
    told_by bigint NOT NULL -- position of the event: an older one changes nothing
);
GRANT SELECT, INSERT, UPDATE ON lead_intake.tier_protection TO lead_intake;
COMMIT;
